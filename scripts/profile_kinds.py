"""Sorts the samples of perf (perf script on standard input) by the kind of work, for scripts/profile: profile_kinds.py FIGURES."""

import collections
import json
import re
import sys

with open(sys.argv[1]) as file:
    figures = json.load(file)

# What a thread does in the kernel, by the system call that it is in.
SYSTEM_CALLS = (
    ("wait for other threads and sockets", r"futex|epoll|poll|select|sched_yield|nanosleep|eventfd"),
    ("write to disk", r"fsync|fdatasync|sync_file_range|ftruncate|fallocate"),
    ("sockets", r"sendto|sendmsg|recvfrom|recvmsg|accept|shutdown|setsockopt|connect|socket"),
    ("read and write files", r"pread|pwrite|read|write|lseek|open|close|stat|fcntl|flock"),
    ("memory from the system", r"mmap|munmap|madvise|brk|mremap"),
)
# What a thread does by itself, by the function that runs.
FUNCTIONS = (
    ("signatures and their numbers", r"bn_|BN_|rsaz|RSA_|rsa_|ecp_|EC_|ossl_ec|mont"),
    ("allocator", r"^_?mi_|malloc|calloc|realloc|cfree|^free$|_int_free|rdl_|__rust_alloc|mimalloc"),
    ("copies and comparisons of memory", r"^_*mem[a-z]+_|memchr"),
    ("SQLite", r"sqlite3"),
    ("hashes and ciphers", r"sha\d|sha_|Sha\d|chacha|Chacha|poly1305|hmac|Hmac|blake|siphash|SipHash|Sip13|EVP_|aes"),
    ("JSON", r"serde_json|serde_core|itoa|ryu"),
    ("SQL driver of PostgreSQL", r"sqlx|deadpool"),
    ("Redis client", r"redis|combine"),
    ("HTTP and routing", r"actix|httparse|::http::|h2::|regex|router"),
    ("tasks and timers", r"tokio|futures|mio"),
    ("tracing", r"tracing"),
    ("formatting and text", r"core::fmt|alloc::fmt|core::str|percent_encoding|url::|form_urlencoded|idna|base64|fluent"),
    ("Doorward", r"doorward"),
)
SPECIAL = {"postgres": "PostgreSQL", "redis-server": "Redis"}

kinds, names, total = collections.Counter(), collections.defaultdict(collections.Counter), 0


def first(table, text, otherwise):
    return next((kind for kind, pattern in table if re.search(pattern, text)), otherwise)


def count(comm, frames):
    """One sample: its frames from the innermost, each (function, where it is from)."""
    global total
    total += 1
    function, origin = frames[0]
    where = next((f"{name}, " for start, name in SPECIAL.items() if comm.startswith(start)), "")
    if origin == "[kernel.kallsyms]":
        calls = (re.search(r"__x64_sys_(\w+)|__do_sys_(\w+)", f) for f, _ in frames)
        call = next((match[1] or match[2] for match in calls if match), "interrupts")
        kind = f"{where}kernel: " + first(SYSTEM_CALLS, call, "other")
        name = call
    else:
        # The assembly of OpenSSL has no names.
        is_openssl = origin.startswith(("libcrypto", "libssl"))
        of_function = "signatures and their numbers" if is_openssl else first(FUNCTIONS, function, "other")
        kind = where.removesuffix(", ") or of_function
        name = function if function != "[unknown]" else origin
    kinds[kind] += 1
    names[kind][re.sub(r"::h[0-9a-f]{16}$", "", name)] += 1


comm, frames = "", []
for line in sys.stdin:
    if not line.strip():
        if frames:
            count(comm, frames)
        comm, frames = "", []
    elif not line.startswith((" ", "\t")) and not frames:
        comm = line.strip().split()[0]
    else:
        match = re.match(r"\s*[0-9a-f]+ (.*) \((.*)\)$", line.rstrip())
        if match:
            frames.append((match[1], match[2].rsplit("/", 1)[-1]))
if frames:
    count(comm, frames)

cpu = figures["cpu_microseconds"]
print(f"{figures['operation']}, {figures['setting']}: {cpu:.0f} µs of CPU, {figures['per_second']:.0f}/s, "
      f"{figures['context_switches']:.1f} context switches; {total} samples\n")
print("| µs | share | kind | most of it |\n|---|---|---|---|")
for kind, samples in kinds.most_common():
    share = samples / total
    most = ", ".join(f"{name[:60]} {n / total * cpu:.1f}" for name, n in names[kind].most_common(4))
    print(f"| {share * cpu:.1f} | {share:.1%} | {kind} | {most} |")
