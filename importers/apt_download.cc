/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packages of Debian archives, brought by libapt-pkg; see download.h.
 */
#include "importers/download.h"

#include <apt-pkg/acquire-item.h>
#include <apt-pkg/acquire.h>
#include <apt-pkg/configuration.h>
#include <apt-pkg/error.h>
#include <apt-pkg/hashes.h>
#include <apt-pkg/strutl.h>

#include <string>
#include <unistd.h>
#include <vector>

#include "importers/apt.hh"

extern "C" {
#include "importers/diag.h"
}

namespace
{

/* apt's own item for one file, which tells when it is whole. Why it is not is known only when all
   is over: what fails may be tried again. */
struct download_item : public pkgAcqFile {
	struct downloads const &all;
	int const i;

	static std::string uri_of(struct download const &file)
	{
		/* quoted here: pkgAcqFile leaves what has a percent sign as it is */
		return std::string(file.url) + "/" + QuoteString(file.name, "+~ ");
	}

	static HashStringList hashes_of(struct download const &file)
	{
		HashStringList hashes;

		hashes.push_back(HashString("SHA256", file.sha256));
		hashes.FileSize(file.size);
		return hashes;
	}

	download_item(pkgAcquire *owner, struct downloads const &downloads, int at)
	    : pkgAcqFile(owner, uri_of(downloads.file[at]), hashes_of(downloads.file[at]),
			 downloads.file[at].size, downloads.file[at].title,
			 downloads.file[at].title, "", downloads.file[at].path),
	      all(downloads), i(at)
	{
	}

	void Done(std::string const &message, HashStringList const &hashes,
		  pkgAcquire::MethodConfig const *method) override
	{
		pkgAcqFile::Done(message, hashes, method);
		if (Status == StatDone && Complete)
			all.done(all.done_closure, i, nullptr);
	}
};

/* "Hash Sum mismatch", without the lines of detail below it. */
std::string first_line(std::string const &text)
{
	return text.substr(0, text.find('\n'));
}

} // namespace

extern "C" int apt_download(const struct downloads *downloads, struct diag *diag)
try {
	if (!apt::start())
		return diag_fail(diag, "cannot start libapt-pkg: %s", apt::error().c_str());
	_config->Set("APT::Sandbox::User", ""); /* its user cannot write to the caller's cache */
	apt::progress_status status(downloads->progress, downloads->progress_closure);
	pkgAcquire acquire(&status);
	std::vector<download_item *> items; /* owned by `acquire` */

	items.reserve(downloads->n_file);
	for (int i = 0; i < downloads->n_file; i++)
		items.push_back(new download_item(&acquire, *downloads, i));
	acquire.Run();
	std::string const error = _error->PendingError() ? apt::error() : "it was not fetched";

	for (auto const *item : items) {
		std::string const why = first_line(item->ErrorText.empty() ? error :
									     item->ErrorText);

		if (item->Status == pkgAcquire::Item::StatDone && item->Complete)
			continue;
		/* apt keeps what is wrong, for who wants to look at it */
		unlink((std::string(downloads->file[item->i].path) + ".FAILED").c_str());
		downloads->done(downloads->done_closure, item->i, why.c_str());
	}
	_error->Discard();
	return 0;
} catch (std::exception const &error) {
	return diag_fail(diag, "cannot fetch packages: %s", error.what());
}
