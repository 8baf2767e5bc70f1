/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fetching releases by libapt-pkg; see apt_fetch.h.
 */
#include "importers/apt_fetch.h"

#include <apt-pkg/acquire-item.h>
#include <apt-pkg/acquire.h>
#include <apt-pkg/aptconfiguration.h>
#include <apt-pkg/configuration.h>
#include <apt-pkg/error.h>
#include <apt-pkg/fileutl.h>
#include <apt-pkg/metaindex.h>
#include <apt-pkg/sourcelist.h>
#include <apt-pkg/strutl.h>
#include <apt-pkg/update.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <unistd.h>
#include <vector>

#include "importers/apt.hh"

extern "C" {
#include "importers/diag.h"
#include "importers/release_file.h"
}

namespace
{

std::string dist_of(struct apt_source const &source)
{
	std::string uri = apt::uri_for_apt(source.uri);

	if (uri.empty() || uri.back() != '/')
		uri += '/';
	return uri + "dists/" + source.suite + "/";
}

/* What is wrong with a Release that has just arrived from this source, if its signature should be
   good; empty: nothing. Whether it is a Release at all is apt's to say. */
std::string fault_of(struct apt_request &request, struct apt_source const &source,
		     std::string const &path)
{
	struct release_file release;
	struct diag ignored;
	std::string fault;

	diag_init(&ignored);
	_error->PushToStack(); /* apt's own errors stay */
	if (release_file_read(&release, path.c_str(), nullptr, &ignored) == 0) {
		std::string const dates = "it is of " +
					  std::string(release.date ? release.date : "no date") +
					  ", and one of " + (source.newest ? source.newest : "") +
					  " was here before";

		if (!request.allow_unverified && !release_file_is_of(&release, source.suite)) {
			fault = "it is the Release of '" +
				std::string(release_file_name(&release)) + "', not of '" +
				source.suite + "'";
		} else if (source.newest &&
			   (!release.date || strcmp(release.date, source.newest) < 0)) {
			request.ret_held = true;
			fault = dates + ": the mirror lags behind, or replays what it had";
		}
		release_file_clear(&release);
	}
	_error->RevertToStack();
	diag_clear(&ignored);
	return fault;
}

/* Judges each Release of a request as it arrives; a fault ends the fetch. */
struct judging_status : public apt::progress_status {
	struct apt_request &request;
	std::string fault;

	explicit judging_status(struct apt_request &fetch)
	    : apt::progress_status(fetch.progress, fetch.progress_closure), request(fetch)
	{
	}

	/* Its signature is to be checked next. Where the mirror has nothing new it does not come by
	   here. */
	void Done(pkgAcquire::ItemDesc &item) override
	{
		std::string const uri = item.Owner->DescURI(), path = item.Owner->DestFile;
		bool const is_new = path.find(std::string("/") + request.lists + "/partial/") !=
				    std::string::npos;

		for (int i = 0; is_new && i < request.n_source && fault.empty(); i++) {
			std::string const dist = dist_of(request.source[i]);

			if (uri != dist + "InRelease" && uri != dist + "Release")
				continue;
			fault = fault_of(request, request.source[i], path);
			if (!fault.empty())
				fault = "cannot trust '" + apt::uri_for_users(uri) + "': " + fault +
					" (--allow-unverified takes it as it is)";
		}
		Update = true; /* Pulse() is called before anything else happens */
	}

	/* A stable release becoming oldstable is no surprise to someone who named it. */
	bool ReleaseInfoChanges(metaIndex const *const, metaIndex const *const,
				std::vector<ReleaseInfoChange> &&) override
	{
		return true;
	}

	bool Pulse(pkgAcquire *owner) override
	{
		return progress_status::Pulse(owner) && fault.empty();
	}
};

void set_target(std::string const &type, char const *name, char const *key)
{
	std::string const base = "Acquire::IndexTargets::" + type + "::" + name;

	_config->Set(base + "::MetaKey", key);
	_config->Set(base + "::ShortDescription", name);
	_config->Set(base + "::Description", std::string("$(RELEASE)/$(COMPONENT) ") + name);
	_config->Set(base + "::KeepCompressed", "true");
	_config->Set(base + "::KeepCompressedAs", "gz");
	_config->Set(base + "::PDiffs", "false");
}

/* Point apt at the private state. What it says about trust is the request's, not the machine's. */
void configure(struct apt_request const &fetch)
{
	std::string const dir = std::string(fetch.state_dir) + "/";

	_config->Set("Dir::State", dir);
	_config->Set("Dir::State::lists", dir + fetch.lists + "/");
	_config->Set("Dir::State::status", "/dev/null");
	_config->Set("Dir::Cache", dir + "cache/");
	_config->Set("Dir::Etc::sourcelist", dir + "sources.list");
	_config->Set("Dir::Etc::sourceparts", "/dev/null");
	_config->Set("Dir::Etc::preferences", "/dev/null");
	_config->Set("Dir::Etc::preferencesparts", "/dev/null");
	_config->Set("Dir::Etc::trusted", "/dev/null");
	_config->Set("Dir::Etc::trustedparts", "/dev/null");
	_config->Set("APT::Architecture", fetch.arch);
	_config->Clear("APT::Architectures");
	_config->Set("APT::Architectures::", fetch.arch);
	APT::Configuration::getArchitectures(false); /* drop what apt has cached */
	_config->Set("APT::Sandbox::User", ""); /* its user cannot write to the caller's cache */
	_config->Set("Acquire::Languages", "none");
	_config->Set("Acquire::GzipIndexes", "false");
	_config->Set("Acquire::PDiffs", "false");
	_config->Clear("Acquire::CompressionTypes::Order");
	_config->Set("Acquire::CompressionTypes::Order::", "gz");
	_config->Set("Acquire::Check-Valid-Until", !fetch.allow_expired);
	_config->Set("Acquire::Check-Date", true);
	_config->Set("Acquire::AllowInsecureRepositories", fetch.allow_unverified);
	_config->Set("Acquire::AllowWeakRepositories", fetch.allow_unverified);
	_config->Set("Acquire::AllowDowngradeToInsecureRepositories", fetch.allow_unverified);
	_config->Set("APT::Get::List-Cleanup", true);
	_config->Clear("Acquire::IndexTargets");
	set_target("deb", "Packages", "$(COMPONENT)/binary-$(ARCHITECTURE)/Packages");
	set_target("deb-src", "Sources", "$(COMPONENT)/source/Sources");
	if (fetch.file_lists) {
		set_target("deb", "Contents-deb", "$(COMPONENT)/Contents-$(ARCHITECTURE)");
		set_target("deb", "Contents-all", "$(COMPONENT)/Contents-all");
		set_target("deb-src", "Contents-dsc", "$(COMPONENT)/Contents-source");
	}
}

/* Always by way of the same other file: a random one would stay where the process is killed. */
bool write_sources(struct apt_request const &fetch, std::string const &path)
{
	std::string const made = path + ".new";
	FileFd file;
	std::string text;

	for (int i = 0; i < fetch.n_source; i++) {
		struct apt_source const &source = fetch.source[i];
		std::string options = "[arch=" + std::string(fetch.arch) +
				      " signed-by=" + fetch.keyring + "]";

		if (source.ret_missing)
			continue;
		for (char const *type : { "deb ", "deb-src " })
			text += type + options + " " +
				QuoteString(apt::uri_for_apt(source.uri), "[]\"") + " " +
				source.suite + " " + fetch.components + "\n";
	}
	return file.Open(made, FileFd::WriteOnly | FileFd::Create | FileFd::Empty, FileFd::None) &&
	       file.Write(text.data(), text.size()) && file.Sync() && file.Close() &&
	       (rename(made.c_str(), path.c_str()) == 0 ||
		_error->Errno("rename", "Cannot rename %s", made.c_str()));
}

std::string list_name(struct apt_source const &source, char const *file)
{
	return URItoFileName(dist_of(source) + file);
}

/* What apt says without an address. */
std::string fault_of(struct apt_request const &fetch)
{
	return "into '" + std::string(fetch.state_dir) + "': " + apt::error();
}

/* Run apt's update once. The errors of suites that may be missing mark them as missing. */
bool update(struct apt_request &fetch, std::string &ret_error, bool &ret_again)
{
	std::string const lists = _config->FindDir("Dir::State::lists");
	judging_status status(fetch);
	pkgAcquire acquire(&status);
	pkgSourceList list;

	ret_again = false;
	if (!acquire.GetLock(lists) || !list.ReadMainList() || !list.GetIndexes(&acquire)) {
		ret_error = fault_of(fetch);
		return false;
	}
	bool good = AcquireUpdate(acquire, 500000, false, true);
	if (!status.fault.empty()) {
		_error->Discard();
		ret_error = status.fault;
		return false;
	}
	for (auto item = acquire.ItemsBegin(); item != acquire.ItemsEnd(); ++item) {
		std::string const uri = (*item)->DescURI();

		if ((*item)->Status == pkgAcquire::Item::StatDone || (*item)->Complete)
			continue;
		if ((*item)->Status == pkgAcquire::Item::StatIdle && (*item)->ErrorText.empty())
			continue;
		bool excused = false;
		for (int i = 0; i < fetch.n_source; i++) {
			struct apt_source &source = fetch.source[i];
			std::string const dist = "/dists/" + std::string(source.suite) + "/";

			if (!source.optional || uri.find(dist) == std::string::npos ||
			    uri.compare(0, strlen(source.uri), apt::uri_for_apt(source.uri)) != 0 ||
			    (*item)->Status != pkgAcquire::Item::StatError)
				continue;
			if ((*item)->ErrorText.find("404 ") != 0 &&
			    (*item)->ErrorText.find("No such file or directory") ==
				    std::string::npos &&
			    (*item)->ErrorText.find("does not have a Release file") ==
				    std::string::npos)
				continue;
			/* who withholds a pocket hides its updates */
			if (source.newest && !fetch.allow_unverified) {
				ret_error = apt::uri_for_users(uri) + ": '" + source.suite +
					    "' was here before and is not there any more "
					    "(--allow-unverified goes on without it)";
				excused = true;
				continue;
			}
			source.ret_missing = true;
			excused = ret_again = true;
		}
		if (!excused && ret_error.empty())
			ret_error = apt::uri_for_users(uri) + ": " +
				    ((*item)->ErrorText.empty() ? "its method cannot be run" :
								  (*item)->ErrorText);
	}
	if (!good || _error->PendingError()) {
		std::string const text = fault_of(fetch);

		if (ret_error.empty() && !ret_again)
			ret_error = text;
		good = false;
	}
	_error->Discard();
	return good && ret_error.empty();
}

/* Bring file lists as the mirror has them, though they are not what its Release lists: mirrors that
   are being updated have such hours. Nobody vouches for them, and the import says so. */
bool fetch_unverified_lists(struct apt_request &fetch, std::string &ret_error)
{
	std::string const lists = _config->FindDir("Dir::State::lists");
	std::string const contents[] = { std::string("Contents-") + fetch.arch, "Contents-all",
					 "Contents-source" };
	apt::progress_status status(fetch.progress, fetch.progress_closure);
	pkgAcquire acquire(&status);

	if (!acquire.GetLock(lists)) {
		ret_error = fault_of(fetch);
		return false;
	}
	for (int i = 0; i < fetch.n_source; i++) {
		struct apt_source const &source = fetch.source[i];

		if (source.ret_missing)
			continue;
		for (auto const &area : VectorizeString(fetch.components, ' ')) {
			for (auto const &name : contents) {
				std::string file = area;

				file.append("/").append(name).append(".gz");
				std::string const uri = dist_of(source) + file;

				/* owned by `acquire` */
				new pkgAcqFile(&acquire, uri, HashStringList(), 0, uri, name, "",
					       lists + list_name(source, file.c_str()));
			}
		}
	}
	bool const ran = acquire.Run() != pkgAcquire::Failed;
	bool got = false;

	for (auto item = acquire.ItemsBegin(); item != acquire.ItemsEnd(); ++item)
		got |= (*item)->Status == pkgAcquire::Item::StatDone;
	if (!ran || !got)
		ret_error = fault_of(fetch);
	_error->Discard(); /* pockets without file lists are no failure */
	return ran && got;
}

} // namespace

extern "C" int apt_fetch(struct apt_request *fetch, struct diag *diag)
try {
	std::string const dir = fetch->state_dir, lists = dir + "/" + fetch->lists;
	std::string error;
	bool again = false, good = false;

	if (!apt::start())
		return diag_fail(diag, "cannot start libapt-pkg: %s", apt::error().c_str());
	if (access(fetch->keyring, R_OK) != 0)
		return diag_fail(diag,
				 "cannot read the keyring '%s': %s (Debian's is in the package "
				 "debian-archive-keyring; another one is named with --keyring)",
				 fetch->keyring, strerror(errno));
	if (strpbrk(fetch->keyring, " \t\n,[]\"%"))
		return diag_fail(
			diag,
			"cannot use the keyring '%s': apt takes no path with a blank, a comma, a "
			"bracket, a quote or a percent sign",
			fetch->keyring);
	configure(*fetch);
	for (std::string const &sub : { lists + "/partial", dir + "/cache/archives/partial" })
		if (!CreateDirectory(std::string(fetch->state_dir), sub) &&
		    access(sub.c_str(), W_OK))
			return diag_fail(diag, "cannot create '%s': %s", sub.c_str(),
					 strerror(errno));
	do {
		error.clear();
		if (!write_sources(*fetch, dir + "/sources.list"))
			return apt::fail(diag, "write", dir + "/sources.list");
		good = update(*fetch, error, again);
	} while (!good && again && error.empty());
	if (fetch->allow_unverified && fetch->file_lists &&
	    error.find("/Contents-") != std::string::npos) {
		fetch->file_lists = false;
		configure(*fetch);
		error.clear();
		good = update(*fetch, error, again) && fetch_unverified_lists(*fetch, error);
	}
	if (error.compare(0, 13, "cannot trust ") == 0)
		return diag_fail(diag, "%s", error.c_str());
	if (error.find("signatures couldn't be verified") != std::string::npos ||
	    error.find("signatures were invalid") != std::string::npos)
		fetch->ret_held = true;
	if (!error.empty() || !good) {
		char const *hint = "";

		/* apt says what is wrong, not what linchpin calls the way around it */
		if (error.find("expired (invalid since") != std::string::npos)
			hint = " (--allow-expired takes it as it is)";
		else if (fetch->ret_held || error.find("is not signed") != std::string::npos ||
			 error.find("is no longer signed") != std::string::npos ||
			 error.find("only weak security information") != std::string::npos ||
			 error.find("/Contents-") != std::string::npos)
			hint = " (--allow-unverified takes it as it is)";
		return diag_fail(diag, "cannot fetch %s%s",
				 error.empty() ? dir.c_str() : error.c_str(), hint);
	}
	for (int i = 0; i < fetch->n_source; i++) {
		struct apt_source &source = fetch->source[i];

		if (source.ret_missing ||
		    RealFileExists(lists + "/" + list_name(source, "InRelease")) ||
		    RealFileExists(lists + "/" + list_name(source, "Release")))
			continue;
		/* apt, if it is allowed to, goes on without any Release */
		source.ret_missing = source.optional;
		if (!source.optional)
			return diag_fail(diag, "cannot fetch '%s': %s has no Release of that name",
					 source.suite, source.uri);
	}
	return 0;
} catch (std::exception const &error) {
	return diag_fail(diag, "cannot fetch into '%s': %s", fetch->state_dir, error.what());
}
