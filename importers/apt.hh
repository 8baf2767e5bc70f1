/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files that call libapt-pkg share: its errors, its start, what it says of progress. All
 * C++ is in them (apt.cc, apt_stanzas.cc, apt_fetch.cc, apt_download.cc), and only they include
 * this. Every function of theirs that C may call turns exceptions and apt's own error stack into a
 * struct diag.
 */
#ifndef LINCHPIN_IMPORTERS_APT_HH
#define LINCHPIN_IMPORTERS_APT_HH

#include <apt-pkg/acquire-worker.h>
#include <apt-pkg/acquire.h>
#include <apt-pkg/error.h>
#include <apt-pkg/sourcelist.h>

#include <csignal>
#include <string>

#include "importers/apt_fetch.h"

struct diag;

namespace apt
{

/* The first error on apt's stack as one line; the stack is empty afterwards. */
std::string error();

/* "cannot WHAT 'path': " and that error. -1. */
int fail(struct diag *diag, char const *what, std::string const &path);

/* apt as the machine's administrator configured it; once a process. */
bool start();

/* The machine's own apt sources, also after others were configured. */
bool read_machine_sources(pkgSourceList &list);

/* A mirror on this disk: apt's "file:" leaves links to it in the lists, its "copy:" copies. */
std::string uri_for_apt(std::string uri);
std::string uri_for_users(std::string uri);

/* Passes apt's progress on; nobody is asked to change a medium. Where apt could not start a method
   it says so among its errors, and waits for it for ever: that ends the fetch. Who writes to a
   method that has died is not to die of it, as in apt itself; so it outlives its pkgAcquire. */
struct progress_status : public pkgAcquireStatus {
	progress_status(apt_progress *call, void *of_call)
		: progress(call), closure(of_call), on_broken_pipe(signal(SIGPIPE, SIG_IGN))
	{
	}

	~progress_status() override
	{
		signal(SIGPIPE, on_broken_pipe);
	}

	progress_status(progress_status const &) = delete;
	progress_status &operator=(progress_status const &) = delete;

	bool MediaChange(std::string, std::string) override
	{
		return false;
	}

	void Fetch(pkgAcquire::ItemDesc &item) override
	{
		current = item.ShortDesc;
	}

	bool Pulse(pkgAcquire *owner) override
	{
		pkgAcquireStatus::Pulse(owner);
		if (progress)
			progress(closure, current.c_str(), (double)CurrentBytes, (double)TotalBytes,
				 (double)CurrentCPS);
		idle = is_hopeless(owner) ? idle + 1 : 0;
		return idle < IDLE_MAX;
	}

      private:
	apt_progress *progress; /* nullptr: silent */
	void *closure;
	void (*on_broken_pipe)(int);
	std::string current;
	int idle = 0; /* pulses in a row, two a second, in which nothing could come any more */

	enum { IDLE_MAX = 20 };

	/* An error has been said, and no method has anything to do. */
	static bool is_hopeless(pkgAcquire *owner)
	{
		bool busy = false;

		for (auto *worker = owner->WorkersBegin(); worker && !busy;
		     worker = owner->WorkerStep(worker))
			busy = worker->CurrentItem != nullptr;
		return !busy && _error->PendingError();
	}
};

} // namespace apt

#endif
