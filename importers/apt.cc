/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starting libapt-pkg, and the machine's own sources; see apt.hh and apt_fetch.h.
 */
#include "importers/apt.hh"

#include <apt-pkg/configuration.h>
#include <apt-pkg/error.h>
#include <apt-pkg/fileutl.h>
#include <apt-pkg/init.h>
#include <apt-pkg/metaindex.h>
#include <apt-pkg/pkgsystem.h>
#include <apt-pkg/strutl.h>

#include <cstring>
#include <solv/util.h>
#include <unistd.h>

extern "C" {
#include "importers/diag.h"
}

namespace
{

/* The machine's own sources, before configure() names others. */
std::string machine_list, machine_parts;

/* Where it cannot start a process, libapt-pkg says so and ends this one with status 100. */
void end_as_failed(int status, void *)
{
	if (status == 100)
		_exit(1);
}

} // namespace

namespace apt
{

std::string error()
{
	std::string first, text;

	while (!_error->empty()) {
		bool const is_error = _error->PopMessage(text);

		if (is_error && first.empty())
			first = text;
	}
	return first.empty() ? "unknown error in libapt-pkg" : first;
}

/* apt translates its messages; ours are English and must not depend on the locale of the caller,
   which linchpin never sets. */
int fail(struct diag *diag, char const *what, std::string const &path)
{
	return diag_fail(diag, "cannot %s '%s': %s", what, path.c_str(), error().c_str());
}

bool start()
{
	static bool started = false;

	if (!started) {
		on_exit(end_as_failed, nullptr);
		started = pkgInitConfig(*_config) && pkgInitSystem(*_config, _system);
		machine_list = _config->FindFile("Dir::Etc::sourcelist");
		machine_parts = _config->FindDir("Dir::Etc::sourceparts");
	}
	return started;
}

bool read_machine_sources(pkgSourceList &list)
{
	bool good = true;

	if (RealFileExists(machine_list))
		good = list.ReadAppend(machine_list);
	if (DirectoryExists(machine_parts))
		good = list.ReadSourceDir(machine_parts) && good;
	return good;
}

std::string uri_for_apt(std::string uri)
{
	if (uri.compare(0, 5, "file:") == 0)
		uri.replace(0, 5, "copy:");
	return uri;
}

std::string uri_for_users(std::string uri)
{
	if (uri.compare(0, 5, "copy:") == 0)
		uri.replace(0, 5, "file:");
	return uri;
}

} // namespace apt

namespace
{

bool has_suffix(std::string const &text, char const *suffix)
{
	size_t const n = strlen(suffix);

	return text.size() >= n && text.compare(text.size() - n, n, suffix) == 0;
}

/* What the administrator's file says, or what the downloaded Release says of itself. */
bool is_debian(metaIndex &index, std::string const &uri, bool security)
{
	std::string const lists = _config->FindDir("Dir::State::lists");
	std::string const base = URItoFileName(uri + "/dists/" + index.GetDist() + "/");
	char const *label = security ? "Debian-Security" : "Debian";

	for (char const *file : { "InRelease", "Release" })
		if (RealFileExists(lists + base + file) && index.Load(lists + base + file, nullptr))
			return index.GetOrigin() == "Debian" && index.GetLabel() == label;
	bool const named = has_suffix(uri, security ? "/debian-security" : "/debian");
	bool const keyed = index.GetSignedBy().find("debian-archive-keyring") != std::string::npos;
	bool const pocket = index.GetDist().find("-security") != std::string::npos;

	return named || (keyed && pocket == security);
}

} // namespace

extern "C" int apt_machine_mirrors(char **ret_archive, char **ret_security, struct diag *diag)
try {
	pkgSourceList list;
	std::string archive, security;

	*ret_archive = *ret_security = nullptr;
	if (!apt::start() || !apt::read_machine_sources(list))
		return diag_fail(diag, "cannot read the machine's apt sources: %s",
				 apt::error().c_str());
	for (metaIndex *index : list) {
		std::string uri = index->GetURI();

		while (!uri.empty() && uri.back() == '/')
			uri.pop_back();
		if (archive.empty() && is_debian(*index, uri, false))
			archive = uri;
		else if (security.empty() && is_debian(*index, uri, true))
			security = uri;
	}
	_error->Discard();
	if (!archive.empty())
		*ret_archive = solv_strdup(archive.c_str());
	if (!security.empty())
		*ret_security = solv_strdup(security.c_str());
	return 0;
} catch (std::exception const &error) {
	return diag_fail(diag, "cannot read the machine's apt sources: %s", error.what());
}

extern "C" int apt_uri_of_list(const char *sources_list, const char *name, char **ret_uri,
			       struct diag *diag)
try {
	pkgSourceList list;
	bool good = apt::start();

	*ret_uri = nullptr;
	if (good)
		good = RealFileExists(sources_list) ? list.Read(sources_list) :
						      apt::read_machine_sources(list);
	if (!good)
		return diag_fail(diag, "cannot read apt sources: %s", apt::error().c_str());
	for (metaIndex *index : list) {
		std::string uri = index->GetURI();

		while (!uri.empty() && uri.back() == '/')
			uri.pop_back();
		if (!*ret_uri && URItoFileName(uri + "/") == std::string(name) + "_")
			*ret_uri = solv_strdup(apt::uri_for_users(uri).c_str());
	}
	_error->Discard();
	return 0;
} catch (std::exception const &error) {
	return diag_fail(diag, "cannot read apt sources: %s", error.what());
}
