/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one door to libapt-pkg: reading stanzas and relations (apt_stanzas.h), fetching releases
 * (apt_fetch.h) and packages (download.h). The only C++ file. Every function that C may call turns
 * exceptions and apt's own error stack into a struct diag.
 */
#include "importers/apt_stanzas.h"
#include "importers/apt_fetch.h"
#include "importers/download.h"

#include <apt-pkg/acquire-item.h>
#include <apt-pkg/acquire.h>
#include <apt-pkg/aptconfiguration.h>
#include <apt-pkg/configuration.h>
#include <apt-pkg/deblistparser.h>
#include <apt-pkg/error.h>
#include <apt-pkg/fileutl.h>
#include <apt-pkg/hashes.h>
#include <apt-pkg/init.h>
#include <apt-pkg/metaindex.h>
#include <apt-pkg/pkgsystem.h>
#include <apt-pkg/sourcelist.h>
#include <apt-pkg/strutl.h>
#include <apt-pkg/tagfile.h>
#include <apt-pkg/update.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <solv/util.h>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

extern "C" {
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/lines.h"
#include "importers/release_file.h"
}

namespace
{

/* The first error on apt's stack as one line; the stack is empty afterwards. */
std::string apt_error()
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
	return diag_fail(diag, "cannot %s '%s': %s", what, path.c_str(), apt_error().c_str());
}

} // namespace

struct apt_stanzas {
	std::string path;
	struct lines *lines = nullptr; /* the decompressed text … */
	int feed = -1;		       /* … which a thread sends here … */
	std::thread feeder;
	FileFd fd;		  /* … and libapt-pkg reads there */
	struct diag failure = {}; /* of the thread; ours once it has ended */
	std::unique_ptr<pkgTagFile> tags;
	pkgTagSection section;
	std::string text; /* of apt_stanzas_open_text */
	size_t at = 0;	  /* how far text was read */
};

namespace
{

enum { PIPE_BYTES = 1 << 20 };

/* What of the present stanza was sent. */
struct stanza_size {
	long number = 1;
	size_t bytes = 0;
	int n_field = 0;
};

/* libapt-pkg would grow with the stanza, or give up at one without saying why. */
bool is_within_limits(struct apt_stanzas *file, struct stanza_size &stanza, char const *begin,
		      char const *end)
{
	size_t const most = (size_t)limit_value(LIMIT_STANZA_BYTES);
	int64_t const fields = limit_value(LIMIT_STANZA_FIELDS);

	for (char const *line = begin, *next; line < end; line = next) {
		next = (char const *)memchr(line, '\n', end - line) + 1;
		if (*line == '\n') {
			stanza = { stanza.number + (stanza.bytes > 0), 0, 0 };
			continue;
		}
		stanza.bytes += next - line;
		stanza.n_field += *line != ' ' && *line != '\t';
		if (stanza.bytes > most)
			limit_fail_at(LIMIT_STANZA_BYTES, file->path.c_str(), &file->failure,
				      "at stanza %ld", stanza.number);
		else if (stanza.n_field > fields)
			limit_fail_at(LIMIT_STANZA_FIELDS, file->path.c_str(), &file->failure,
				      "at stanza %ld", stanza.number);
		else
			continue;
		return false;
	}
	return true;
}

void feed_stanzas(struct apt_stanzas *file)
{
	char *begin, *end;
	bool wanted = true;
	sigset_t pipe_signal;
	struct stanza_size stanza;

	/* who reads may stop early: then write() fails, and that is all */
	sigemptyset(&pipe_signal);
	sigaddset(&pipe_signal, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
	while (wanted && lines_block(file->lines, &begin, &end, &file->failure) > 0) {
		if (!is_within_limits(file, stanza, begin, end))
			break;
		while (wanted && begin < end) {
			ssize_t const sent = write(file->feed, begin, end - begin);

			if (sent > 0)
				begin += sent;
			else
				wanted = sent < 0 && errno == EINTR;
		}
	}
	close(file->feed);
}

/* libapt-pkg takes a truncated gzip or plain file for a whole one; lines.h does not. So that one
   reads the file and the other its text. */
bool start_feeding(struct apt_stanzas *file, struct diag *diag)
{
	int pair[2];

	file->lines = lines_open(file->path.c_str(), diag);
	if (!file->lines)
		return false;
	if (pipe2(pair, O_CLOEXEC) != 0) {
		diag_fail(diag, "cannot read '%s': %s", file->path.c_str(), strerror(errno));
		return false;
	}
	file->feed = pair[1];
	fcntl(pair[1], F_SETPIPE_SZ, PIPE_BYTES); /* fewer turns; if not, it is only slower */
	if (!file->fd.OpenDescriptor(pair[0], FileFd::ReadOnly, FileFd::None, true)) {
		close(pair[1]);
		fail(diag, "read", file->path);
		return false;
	}
	file->feeder = std::thread(feed_stanzas, file);
	return true;
}

int fail_parse(struct apt_stanzas *file, struct diag *diag)
{
	std::string const why = apt_error();

	/* libapt-pkg names the file, which here has no name */
	if (why.compare(0, 28, "Unable to parse package file") == 0)
		return diag_fail(diag, "cannot parse '%s': not stanzas of 'Field: value' lines",
				 file->path.c_str());
	return diag_fail(diag, "cannot parse '%s': %s", file->path.c_str(), why.c_str());
}

/* 0: all of the text was whole. */
int stop_feeding(struct apt_stanzas *file, struct diag *diag)
{
	file->fd.Close(); /* a thread that still sends is told so */
	if (file->feeder.joinable())
		file->feeder.join();
	return file->failure.message ? diag_fail(diag, "%s", file->failure.message) : 0;
}

} // namespace

extern "C" struct apt_stanzas *apt_stanzas_open(const char *path, struct diag *diag)
try {
	auto file = std::make_unique<apt_stanzas>();

	file->path = path;
	if (!start_feeding(file.get(), diag)) {
		apt_stanzas_free(file.release());
		return nullptr;
	}
	file->tags = std::make_unique<pkgTagFile>(&file->fd, pkgTagFile::STRICT);
	if (_error->PendingError()) {
		fail(diag, "read", path);
		apt_stanzas_free(file.release());
		return nullptr;
	}
	_error->Discard();
	return file.release();
} catch (std::exception const &error) {
	diag_fail(diag, "cannot open '%s': %s", path, error.what());
	return nullptr;
}

extern "C" struct apt_stanzas *apt_stanzas_open_text(const char *text, size_t len,
						     struct diag *diag)
try {
	auto file = std::make_unique<apt_stanzas>();

	file->text.assign(text, len);
	file->text += "\n\n"; /* a section ends with an empty line */
	return file.release();
} catch (std::exception const &error) {
	diag_fail(diag, "cannot read stanzas: %s", error.what());
	return nullptr;
}

extern "C" int apt_stanzas_next(struct apt_stanzas *file, struct diag *diag)
try {
	if (!file->tags) {
		while (file->at < file->text.size() && file->text[file->at] == '\n')
			file->at++;
		if (file->at >= file->text.size())
			return 0;
		if (!file->section.Scan(file->text.data() + file->at, file->text.size() - file->at))
			return diag_fail(diag, "cannot parse a stanza: no end");
		file->at += file->section.size();
		return 1;
	}
	if (file->tags->Step(file->section)) {
		if (!_error->PendingError())
			return 1;
		return stop_feeding(file, diag) ? -1 : fail_parse(file, diag);
	}
	/* why the text is short comes before what libapt-pkg thinks of that */
	if (stop_feeding(file, diag))
		return -1;
	if (_error->PendingError())
		return fail_parse(file, diag);
	_error->Discard();
	return 0;
} catch (std::exception const &error) {
	return diag_fail(diag, "cannot read '%s': %s", file->path.c_str(), error.what());
}

extern "C" const char *apt_stanzas_field(const struct apt_stanzas *file, const char *name,
					 size_t *ret_len)
{
	char const *start, *stop;

	*ret_len = 0;
	if (!file->section.Find(name, start, stop))
		return nullptr;
	*ret_len = stop - start;
	return start;
}

extern "C" void apt_stanzas_free(struct apt_stanzas *file)
{
	if (file) {
		file->tags.reset();
		file->fd.Close();
		if (file->feeder.joinable())
			file->feeder.join();
		lines_free(file->lines);
		diag_clear(&file->failure);
	}
	delete file;
	_error->Discard();
}

namespace
{

enum apt_compare compare_of(unsigned int op)
{
	switch (op & 0x0F) {
	case pkgCache::Dep::LessEq:
		return APT_LESS_EQUAL;
	case pkgCache::Dep::GreaterEq:
		return APT_GREATER_EQUAL;
	case pkgCache::Dep::Less:
		return APT_LESS;
	case pkgCache::Dep::Greater:
		return APT_GREATER;
	case pkgCache::Dep::Equals:
		return APT_EQUAL;
	case pkgCache::Dep::NotEquals:
		return APT_NOT_EQUAL;
	default:
		return APT_ANY_VERSION;
	}
}

/* libapt-pkg reads on behind a relation whose brackets are not closed. */
bool brackets_are_closed(std::string const &relation)
{
	static char const opening[] = "([<", closing[] = ")]>";
	char awaited = 0;
	bool filled = false;

	for (char const c : relation) {
		if (awaited && c == awaited) {
			if (!filled)
				return false;
			awaited = 0;
		} else if (awaited) {
			filled |= !isspace((unsigned char)c);
		} else if (c && strchr(opening, c)) {
			awaited = closing[strchr(opening, c) - opening];
			filled = false;
		} else if (c && strchr(closing, c)) {
			return false;
		}
	}
	return !awaited;
}

bool copy(char *to, size_t size, std::string const &from)
{
	if (from.size() >= size)
		return false;
	memcpy(to, from.c_str(), from.size() + 1);
	return true;
}

} // namespace

extern "C" int apt_relation_next(const char **cursor, const char *end, const char *arch, bool build,
				 struct apt_relation *ret)
try {
	static thread_local std::string name, version;
	unsigned int op = 0;
	char const *start = *cursor;

	while (start < end && (isspace(*start) || *start == ','))
		start++;
	if (start == end) {
		*cursor = end;
		return 0;
	}
	name.clear();
	version.clear();
	char const *comma = (char const *)memchr(start, ',', end - start);
	std::string const relation(start, comma ? comma : end);
	char const *const stop = relation.data() + relation.size(), *next = nullptr;

	if (brackets_are_closed(relation))
		next = debListParser::ParseDepends(relation.data(), stop, name, version, op, build,
						   false, build, arch);
	ret->applies = !name.empty();
	ret->compare = compare_of(op);
	ret->or_next = (op & pkgCache::Dep::Or) == pkgCache::Dep::Or;
	if (next == nullptr || next > stop || (ret->or_next && next == stop) ||
	    version.find_first_of(" \t\n") != std::string::npos) {
		*cursor = comma ? comma + 1 : end;
		_error->Discard();
		return -1;
	}
	if (std::max(name.size(), version.size()) > (size_t)limit_value(LIMIT_NAME_BYTES) ||
	    !copy(ret->name, sizeof(ret->name), name) ||
	    !copy(ret->version, sizeof(ret->version), version)) {
		*cursor = comma ? comma + 1 : end;
		return -2;
	}
	*cursor = start + (next - relation.data());
	return 1;
} catch (std::exception const &) {
	*cursor = end;
	return -1;
}

extern "C" int apt_sha256(const char *path, bool content, char ret_sum[65], long long *ret_size,
			  struct diag *diag)
try {
	FileFd file;
	Hashes hashes(Hashes::SHA256SUM);
	static char block[1 << 16];
	unsigned long long got, total = 0;

	if (!file.Open(path, FileFd::ReadOnly, content ? FileFd::Extension : FileFd::None))
		return fail(diag, "open", path);
	do {
		if (!file.Read(block, sizeof(block), &got))
			return fail(diag, "read", path);
		hashes.Add((unsigned char const *)block, got);
		total += got;
	} while (got > 0);
	std::string const sum = hashes.GetHashString(Hashes::SHA256SUM).HashValue();
	if (!copy(ret_sum, 65, sum))
		return diag_fail(diag, "cannot sum '%s': no SHA-256", path);
	*ret_size = (long long)total;
	return 0;
} catch (std::exception const &error) {
	return diag_fail(diag, "cannot sum '%s': %s", path, error.what());
}

extern "C" long long apt_parse_date(const char *text)
try {
	time_t date;

	return RFC1123StrToTime(text, date) ? (long long)date : -1;
} catch (std::exception const &) {
	return -1;
}

/* ---- fetching ---- */

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

/* apt as the machine's administrator configured it; once a process. */
bool start_apt()
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

/* apt's "file:" leaves links to the mirror in the lists, its "copy:" copies. */
std::string uri_of(struct apt_source const &source)
{
	std::string uri = source.uri;

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

std::string dist_of(struct apt_source const &source)
{
	std::string uri = uri_of(source);

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

struct progress_status : public pkgAcquireStatus {
	apt_progress *progress;
	void *progress_closure;
	std::string current;
	struct apt_request *request; /* whose Releases are judged; nullptr: none */
	std::string fault;	     /* of one of them: it ends the fetch */

	progress_status(apt_progress *call, void *closure, struct apt_request *fetch = nullptr)
	    : progress(call), progress_closure(closure), request(fetch)
	{
	}

	/* A Release has arrived, and its signature is to be checked next. Where the mirror has
	   nothing new it does not come by here. */
	void Done(pkgAcquire::ItemDesc &item) override
	{
		std::string const uri = item.Owner->DescURI(), path = item.Owner->DestFile;
		bool const is_new = request && path.find(std::string("/") + request->lists +
							 "/partial/") != std::string::npos;

		for (int i = 0; is_new && i < request->n_source && fault.empty(); i++) {
			std::string const dist = dist_of(request->source[i]);

			if (uri != dist + "InRelease" && uri != dist + "Release")
				continue;
			fault = fault_of(*request, request->source[i], path);
			if (!fault.empty())
				fault = "cannot trust '" + uri_for_users(uri) + "': " + fault +
					" (--allow-unverified takes it as it is)";
		}
		Update = true; /* Pulse() is called before anything else happens */
	}

	bool MediaChange(std::string, std::string) override
	{
		return false;
	}

	/* A stable release becoming oldstable is no surprise to someone who named it. */
	bool ReleaseInfoChanges(metaIndex const *const, metaIndex const *const,
				std::vector<ReleaseInfoChange> &&) override
	{
		return true;
	}

	void Fetch(pkgAcquire::ItemDesc &item) override
	{
		current = item.ShortDesc;
	}

	bool Pulse(pkgAcquire *owner) override
	{
		pkgAcquireStatus::Pulse(owner);
		if (progress)
			progress(progress_closure, current.c_str(), CurrentBytes, TotalBytes,
				 CurrentCPS);
		return fault.empty();
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
			text += type + options + " " + QuoteString(uri_of(source), "[]\"") + " " +
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

/* Run apt's update once. The errors of suites that may be missing mark them as missing. */
bool update(struct apt_request &fetch, std::string &ret_error, bool &ret_again)
{
	std::string const lists = _config->FindDir("Dir::State::lists");
	progress_status status(fetch.progress, fetch.progress_closure, &fetch);
	pkgAcquire acquire(&status);
	pkgSourceList list;

	ret_again = false;
	if (!acquire.GetLock(lists) || !list.ReadMainList() || !list.GetIndexes(&acquire)) {
		ret_error = apt_error();
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
			    uri.compare(0, strlen(source.uri), uri_of(source)) != 0 ||
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
				ret_error = uri_for_users(uri) + ": '" + source.suite +
					    "' was here before and is not there any more "
					    "(--allow-unverified goes on without it)";
				excused = true;
				continue;
			}
			source.ret_missing = true;
			excused = ret_again = true;
		}
		if (!excused && ret_error.empty())
			ret_error = uri_for_users(uri) + ": " +
				    ((*item)->ErrorText.empty() ? "its method cannot be run" :
								  (*item)->ErrorText);
	}
	if (!good || _error->PendingError()) {
		std::string const text = apt_error();

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
	progress_status status(fetch.progress, fetch.progress_closure);
	pkgAcquire acquire(&status);

	if (!acquire.GetLock(lists)) {
		ret_error = apt_error();
		return false;
	}
	for (int i = 0; i < fetch.n_source; i++) {
		struct apt_source const &source = fetch.source[i];

		if (source.ret_missing)
			continue;
		for (auto const &area : VectorizeString(fetch.components, ' ')) {
			for (auto const &name : contents) {
				std::string const file = area + "/" + name + ".gz";
				std::string const uri = uri_of(source) + "/dists/" + source.suite +
							"/" + file;

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
		ret_error = apt_error();
	_error->Discard(); /* pockets without file lists are no failure */
	return ran && got;
}

} // namespace

extern "C" int apt_fetch(struct apt_request *fetch, struct diag *diag)
try {
	std::string const dir = fetch->state_dir, lists = dir + "/" + fetch->lists;
	std::string error;
	bool again = false, good = false;

	if (!start_apt())
		return diag_fail(diag, "cannot start libapt-pkg: %s", apt_error().c_str());
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
			return fail(diag, "write", dir + "/sources.list");
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
	if (!start_apt() || !read_machine_sources(list))
		return diag_fail(diag, "cannot read the machine's apt sources: %s",
				 apt_error().c_str());
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
	bool good = start_apt();

	*ret_uri = nullptr;
	if (good)
		good = RealFileExists(sources_list) ? list.Read(sources_list) :
						      read_machine_sources(list);
	if (!good)
		return diag_fail(diag, "cannot read apt sources: %s", apt_error().c_str());
	for (metaIndex *index : list) {
		std::string uri = index->GetURI();

		while (!uri.empty() && uri.back() == '/')
			uri.pop_back();
		if (!*ret_uri && URItoFileName(uri + "/") == std::string(name) + "_")
			*ret_uri = solv_strdup(uri_for_users(uri).c_str());
	}
	_error->Discard();
	return 0;
} catch (std::exception const &error) {
	return diag_fail(diag, "cannot read apt sources: %s", error.what());
}

/* ---- packages ---- */

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
	if (!start_apt())
		return diag_fail(diag, "cannot start libapt-pkg: %s", apt_error().c_str());
	_config->Set("APT::Sandbox::User", ""); /* its user cannot write to the caller's cache */
	progress_status status(downloads->progress, downloads->progress_closure);
	pkgAcquire acquire(&status);
	std::vector<download_item *> items; /* owned by `acquire` */

	for (int i = 0; i < downloads->n_file; i++)
		items.push_back(new download_item(&acquire, *downloads, i));
	acquire.Run();
	std::string const error = _error->PendingError() ? apt_error() : "it was not fetched";

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
