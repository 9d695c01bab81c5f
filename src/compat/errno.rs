//! The names of WASI preview 1's errnos, by number.

const NAMES: [&str; 77] = [
    "success",
    "2big",
    "acces",
    "addrinuse",
    "addrnotavail",
    "afnosupport",
    "again",
    "already",
    "badf",
    "badmsg",
    "busy",
    "canceled",
    "child",
    "connaborted",
    "connrefused",
    "connreset",
    "deadlk",
    "destaddrreq",
    "dom",
    "dquot",
    "exist",
    "fault",
    "fbig",
    "hostunreach",
    "idrm",
    "ilseq",
    "inprogress",
    "intr",
    "inval",
    "io",
    "isconn",
    "isdir",
    "loop",
    "mfile",
    "mlink",
    "msgsize",
    "multihop",
    "nametoolong",
    "netdown",
    "netreset",
    "netunreach",
    "nfile",
    "nobufs",
    "nodev",
    "noent",
    "noexec",
    "nolck",
    "nolink",
    "nomem",
    "nomsg",
    "noprotoopt",
    "nospc",
    "nosys",
    "notconn",
    "notdir",
    "notempty",
    "notrecoverable",
    "notsock",
    "notsup",
    "notty",
    "nxio",
    "overflow",
    "ownerdead",
    "perm",
    "pipe",
    "proto",
    "protonosupport",
    "prototype",
    "range",
    "rofs",
    "spipe",
    "srch",
    "stale",
    "timedout",
    "txtbsy",
    "xdev",
    "notcapable",
];

/// "Not implemented".
pub const NOSYS: u16 = 52;

/// An errno's name and number.
pub fn name(errno: u16) -> String {
    match NAMES.get(usize::from(errno)) {
        Some(name) => format!("{name} ({errno})"),
        None => format!("{errno}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{NOSYS, name};

    #[test]
    fn numbers_have_their_names() {
        assert_eq!(name(NOSYS), "nosys (52)");
        assert_eq!(name(76), "notcapable (76)");
        assert_eq!(name(999), "999");
    }
}
