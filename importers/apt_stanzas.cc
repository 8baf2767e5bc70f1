/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stanzas, relations, sums and dates, read by libapt-pkg; see apt_stanzas.h.
 */
#include "importers/apt_stanzas.h"

#include <apt-pkg/deblistparser.h>
#include <apt-pkg/error.h>
#include <apt-pkg/fileutl.h>
#include <apt-pkg/hashes.h>
#include <apt-pkg/strutl.h>
#include <apt-pkg/tagfile.h>

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "importers/apt.hh"

extern "C" {
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/lines.h"
}

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
		apt::fail(diag, "read", file->path);
		return false;
	}
	file->feeder = std::thread(feed_stanzas, file);
	return true;
}

int fail_parse(struct apt_stanzas *file, struct diag *diag)
{
	std::string const why = apt::error();

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
		apt::fail(diag, "read", path);
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
		return apt::fail(diag, "open", path);
	do {
		if (!file.Read(block, sizeof(block), &got))
			return apt::fail(diag, "read", path);
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
