# SPDX-License-Identifier: GPL-3.0-or-later
"""A little Debian mirror, signed by a key of its own, and a server for it that can misbehave.

    keys = Keys(directory)                      # keys.keyring is the file for --keyring
    mirror = Mirror(directory, keys)
    mirror.suite("bookworm", packages, sources, contents)
    with Server(mirror.root) as server:         # server.url; server.log; server.cut, server.fail
        …

Nothing is written outside the directory, nothing listens beyond the loopback interface, and the
server's threads end with it.
"""
import gzip
import hashlib
import http.server
import lzma
import os
import shutil
import subprocess
import threading
import time
import urllib.parse


class Keys:
    """Two throw-away keys: "good", which is in the keyring, and "stranger", which is not. With more():
    "expired" and "revoked", which are in the keyring and are that, and "weak" and "brief", whose
    signatures rest on SHA-1 and held for a day."""

    ONCE = "20200101T000000"    # when the expired ones were made

    def __init__(self, directory):
        self.home = os.path.join(directory, "gnupg")
        self.keyring = os.path.join(directory, "keyring.gpg")
        os.mkdir(self.home, 0o700)
        self.fingerprint = {}
        for name in ("good", "stranger"):
            self.gpg("--quick-gen-key", name + "@test.invalid", "ed25519", "sign", "never")
            lines = self.gpg("--list-keys", "--with-colons", name + "@test.invalid").decode()
            self.fingerprint[name] = [l.split(":")[9] for l in lines.splitlines()
                                      if l.startswith("fpr:")][0]
        with open(self.keyring, "wb") as f:
            f.write(self.gpg("--export", "good@test.invalid"))

    def more(self):
        """Make the other keys, and put all but the stranger's into the keyring."""
        self.gpg("--quick-gen-key", "revoked@test.invalid", "ed25519", "sign", "never")
        self.gpg("--faked-system-time", self.ONCE, "--quick-gen-key", "expired@test.invalid",
                 "ed25519", "sign", "10d")
        self.gpg("--faked-system-time", self.ONCE, "--quick-gen-key", "brief@test.invalid",
                 "ed25519", "sign", "never")
        self.gpg("--quick-gen-key", "weak@test.invalid", "rsa2048", "sign", "never")
        names = ("good", "revoked", "expired", "brief", "weak")
        public = self.gpg("--export", *(name + "@test.invalid" for name in names))
        lines = self.gpg("--list-keys", "--with-colons", "revoked@test.invalid").decode().splitlines()
        print_of = [line.split(":")[9] for line in lines if line.startswith("fpr:")][0]
        with open(os.path.join(self.home, "openpgp-revocs.d", print_of + ".rev"), "rb") as f:
            revocation = f.read().replace(b"\n:-----BEGIN", b"\n-----BEGIN")
        # where it can still sign it must not be known that it is revoked
        secret, self.home = self.home, self.home + "-public"
        os.mkdir(self.home, 0o700)
        self.gpg("--import", data=public)
        self.gpg("--import", data=revocation)
        with open(self.keyring, "wb") as f:
            f.write(self.gpg("--export"))
        self.home = secret

    def gpg(self, *words, data=None):
        return subprocess.run(["gpg", "--homedir", self.home, "--batch", "--quiet", "--no-tty",
                               "--pinentry-mode", "loopback", "--passphrase", "", *words],
                              input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=True).stdout

    def sign(self, name, how, data):
        """how is --clearsign or --detach-sign."""
        digest = ["SHA1", "--allow-weak-digest-algos"] if name == "weak" else ["SHA256"]
        when = ["--faked-system-time", self.ONCE] if name in ("expired", "brief") else []
        when += ["--default-sig-expire", "1d"] if name == "brief" else []
        return self.gpg("--local-user", name + "@test.invalid", "--digest-algo", *digest, *when,
                        "--armor", how, data=data)

    def close(self):
        for home in (self.home, self.home + "-public"):
            if os.path.isdir(home):
                subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def stanza(package, version="1", **fields):
    """A stanza of Packages; Depends="b" and so on."""
    lines = ["Package: " + package, "Version: " + version, "Architecture: amd64"]
    lines += ["%s: %s" % (name.replace("_", "-"), value) for name, value in fields.items()]
    return "\n".join(lines) + "\n\n"


def date(seconds):
    return time.strftime("%a, %d %b %Y %H:%M:%S UTC", time.gmtime(seconds))


class Mirror:
    def __init__(self, root, keys):
        self.root, self.keys = root, keys

    def path(self, suite, name):
        return os.path.join(self.root, "dists", suite, name)

    def write(self, suite, name, data):
        path = self.path(suite, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)

    def suite(self, suite, packages, sources="", contents=None, areas=("main",), key="good",
              inline=True, when=None, valid_until=None, fields="", by_hand=None, digest="sha256"):
        """Write a suite anew. contents: {"Contents-amd64": text, …}; key None: not signed;
        by_hand: what is done to the Release before it is signed."""
        shutil.rmtree(self.path(suite, ""), ignore_errors=True)
        sums = []
        indexes = {}
        for area in areas:
            mine = packages[area] if isinstance(packages, dict) else packages
            indexes[area + "/binary-amd64/Packages"] = mine
            indexes[area + "/source/Sources"] = sources
            for name, text in (contents or {}).items():
                indexes[area + "/" + name] = text
        for name, text in indexes.items():
            data = text.encode()
            packed = {"": data, ".gz": gzip.compress(data, mtime=0), ".xz": lzma.compress(data)}
            for ending, content in packed.items():
                if "Contents" in name and ending == ".xz":
                    continue
                sums.append(" %s %16d %s%s" % (hashlib.new(digest, content).hexdigest(), len(content),
                                               name, ending))
                # archives list the plain index, but do not have it
                if ending:
                    self.write(suite, name + ending, content)
        when = time.time() if when is None else when
        release = ("Origin: Debian\nLabel: Debian\nSuite: stable\nCodename: %s\nVersion: 12.99\n"
                   "Date: %s\n" % (suite, date(when)))
        if valid_until is not None:
            release += "Valid-Until: %s\n" % date(valid_until)
        release += "Architectures: all amd64\nComponents: %s\n%s%s:\n%s\n" % (
            " ".join(areas), fields,
            {"sha256": "SHA256", "sha1": "SHA1", "md5": "MD5Sum"}[digest], "\n".join(sums))
        if by_hand:
            release = by_hand(release)
        data = release.encode()
        if key and inline:
            self.write(suite, "InRelease", self.keys.sign(key, "--clearsign", data))
        else:
            self.write(suite, "Release", data)
            if key:
                self.write(suite, "Release.gpg", self.keys.sign(key, "--detach-sign", data))

    def flip(self, suite, name, what, to):
        """Change a word of a file, behind the back of its signature or checksum."""
        with open(self.path(suite, name), "rb") as f:
            data = f.read()
        assert what in data
        self.write(suite, name, data.replace(what, to, 1))


class Server:
    """HTTP/1.1 on a free loopback port, with If-Modified-Since, Range and If-Range.

    log: (method, path, status, Range header or None) of every request.
    fail: {part of a path: status}; cut: {part of a path: bytes}, the connection is closed at that byte
    of the file, every time; die: after the first cut all answers are 503; slow: seconds before each
    answer; gate: a threading.Event that each answer waits for, None: none; ranges: False for one that
    cannot resume."""

    def __init__(self, root):
        self.root, self.log, self.fail, self.cut, self.slow = root, [], {}, {}, 0
        self.ranges, self.gate = True, None
        self.die = self.dead = False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60

            def answer(self, status, headers=(), body=b"", cut=None):
                outer.log.append((self.command, self.path, status, self.headers.get("Range")))
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body if cut is None else body[:max(cut, 0)])
                if cut is not None:
                    outer.dead = outer.die
                    self.wfile.flush()
                    self.close_connection = True

            def do_GET(self):
                time.sleep(outer.slow)
                if outer.gate:
                    outer.gate.wait(120)
                if outer.dead:
                    return self.answer(503, body=b"gone\n")
                for part, status in outer.fail.items():
                    if part in self.path:
                        return self.answer(status, body=b"no\n")
                path = os.path.normpath(os.path.join(outer.root,
                                                     urllib.parse.unquote(self.path).lstrip("/")))
                if not path.startswith(outer.root) or not os.path.isfile(path):
                    return self.answer(404, body=b"not here\n")
                modified = self.date_time_string(int(os.stat(path).st_mtime))
                with open(path, "rb") as f:
                    body = f.read()
                headers = [("Last-Modified", modified), ("Accept-Ranges", "bytes")]
                cut = [n for part, n in outer.cut.items() if part in self.path]
                asked = self.headers.get("Range", "")
                if self.headers.get("If-Range", modified) != modified or not outer.ranges:
                    asked = ""      # the part is of another file
                if asked.startswith("bytes=") and asked.endswith("-"):
                    begin = int(asked[6:-1])
                    if begin < len(body):
                        headers.append(("Content-Range", "bytes %d-%d/%d" % (begin, len(body) - 1,
                                                                             len(body))))
                        return self.answer(206, headers, body[begin:], cut[0] - begin if cut else None)
                    return self.answer(416, [("Content-Range", "bytes */%d" % len(body))])
                if self.headers.get("If-Modified-Since") == modified:
                    return self.answer(304, headers)
                return self.answer(200, headers, body, cut[0] if cut else None)

            do_HEAD = do_GET

            def log_message(self, *_):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass        # the client hung up

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self.http.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()

    def gets(self, status=200):
        """Names of what was sent whole since the log was last cleared."""
        return sorted(path.rsplit("/", 1)[1] for method, path, s, _ in self.log
                      if s == status and method == "GET")
