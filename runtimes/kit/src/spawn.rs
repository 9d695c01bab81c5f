//! Makes processes as `vfork` does: the new one borrows the memory of the one that makes it until it becomes another
//! program. So what that takes does not grow with the maker's memory, whose page tables `fork` copies.

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;
use nix::sched::{CloneFlags, clone};
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::{SigHandler, SigSet, SigmaskHow, Signal, kill, signal};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, chdir, setpgid};
use std::collections::BTreeMap;
use std::ffi::{CString, OsStr, OsString};
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::atomic::{AtomicI32, Ordering};

/// Stack of the new process until it is another program. It makes a dozen system calls there.
const STACK_BYTES: usize = 64 << 10;

/// Descriptors below this one may be given to the new process, so what is given to it is kept above.
const ABOVE: RawFd = 10;

/// A process that is to be made. It gets this one's environment, working folder and descriptors 0, 1 and 2, but for what is
/// said here. It is killed when the thread that made it ends, and to signals it is as a process is that a shell starts.
pub struct Spawn {
    program: OsString,
    arg0: OsString,
    args: Vec<OsString>,
    env: BTreeMap<OsString, OsString>,
    dir: Option<PathBuf>,
    descriptors: Vec<(OwnedFd, RawFd)>,
    leads_group: bool,
}

impl Spawn {
    /// Of a program; one without a slash in its name is searched for in `PATH`.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref().to_os_string();
        Spawn {
            arg0: program.clone(),
            program,
            args: Vec::new(),
            env: std::env::vars_os().collect(),
            dir: None,
            descriptors: Vec::new(),
            leads_group: false,
        }
    }

    /// The program, as it was named.
    pub fn program(&self) -> &OsStr {
        &self.program
    }

    /// The name that it is told it has.
    pub fn arg0(mut self, name: impl AsRef<OsStr>) -> Self {
        self.arg0 = name.as_ref().to_os_string();
        self
    }

    /// Further arguments.
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        let args = args.into_iter().map(|arg| arg.as_ref().to_os_string());
        self.args.extend(args);
        self
    }

    /// Its whole environment, instead of this process's.
    pub fn env(mut self, env: BTreeMap<OsString, OsString>) -> Self {
        self.env = env;
        self
    }

    /// Further variables of its environment.
    pub fn envs<K: AsRef<OsStr>, V: AsRef<OsStr>>(
        mut self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let owned = |text: &OsStr| text.to_os_string();
        let variables = variables.into_iter();
        self.env
            .extend(variables.map(|(name, value)| (owned(name.as_ref()), owned(value.as_ref()))));
        self
    }

    /// Its working folder.
    pub fn current_dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.dir = Some(dir.as_ref().to_path_buf());
        self
    }

    /// Gives it a descriptor as its `number`, which is below 10.
    pub fn descriptor(mut self, ours: impl Into<OwnedFd>, number: RawFd) -> Self {
        assert!((0..ABOVE).contains(&number), "descriptor {number}");
        self.descriptors.push((ours.into(), number));
        self
    }

    /// Makes it the leader of a process group of its own.
    pub fn leader_of_a_group(mut self) -> Self {
        self.leads_group = true;
        self
    }

    /// Makes ready what it needs.
    ///
    /// # Errors
    /// If there is no such program, or a word holds a zero byte.
    pub fn ready(&self) -> io::Result<Image> {
        Image::of(self)
    }

    /// Makes the process. What it was given stays open here until this is dropped.
    ///
    /// # Errors
    /// If it cannot be made, or its program cannot be executed.
    pub fn spawn(&self) -> io::Result<Child> {
        self.ready()?.spawn()
    }

    /// Makes the process and waits for its end.
    ///
    /// # Errors
    /// As of [`Spawn::spawn`].
    pub fn status(self) -> io::Result<ExitStatus> {
        self.spawn()?.wait()
    }

    /// The file of the program.
    fn file(&self) -> io::Result<PathBuf> {
        if self.program.as_bytes().contains(&b'/') {
            return Ok(PathBuf::from(&self.program));
        }
        let path = self
            .env
            .get(OsStr::new("PATH"))
            .cloned()
            .unwrap_or_default();
        let executable = |file: &PathBuf| {
            file.metadata()
                .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
        };
        let mut files = std::env::split_paths(&path).map(|dir| dir.join(&self.program));
        let found = files.find(executable);
        found.ok_or_else(|| io::Error::from_raw_os_error(libc::ENOENT))
    }
}

/// A descriptor of ours that no number which may be given away is, and that no other program gets.
fn above(ours: &OwnedFd) -> io::Result<OwnedFd> {
    let copy = fcntl(ours, FcntlArg::F_DUPFD_CLOEXEC(ABOVE))?;
    // SAFETY: fcntl has just made it, and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(copy) })
}

/// All that a process needs before it is another program, as system calls take it: nothing is left to do but to make it.
pub struct Image {
    file: CString,
    /// Keep what the pointers below point to.
    _words: [Vec<CString>; 2],
    argv: Vec<*const libc::c_char>,
    envp: Vec<*const libc::c_char>,
    dir: Option<CString>,
    descriptors: Vec<(OwnedFd, RawFd)>,
    leads_group: bool,
}

impl Image {
    fn of(spawn: &Spawn) -> io::Result<Self> {
        let text = |word: &OsStr| CString::new(word.as_bytes()).map_err(io::Error::other);
        let mut args = vec![text(&spawn.arg0)?];
        for arg in &spawn.args {
            args.push(text(arg)?);
        }
        let mut env = Vec::new();
        for (name, value) in &spawn.env {
            let mut variable = name.clone();
            variable.push("=");
            variable.push(value);
            env.push(text(&variable)?);
        }
        let pointers = |words: &[CString]| {
            let words = words.iter().map(|word| word.as_ptr());
            words.chain([std::ptr::null()]).collect()
        };
        let mut descriptors = Vec::new();
        for (ours, number) in &spawn.descriptors {
            descriptors.push((above(ours)?, *number));
        }
        Ok(Image {
            file: text(spawn.file()?.as_os_str())?,
            argv: pointers(&args),
            envp: pointers(&env),
            _words: [args, env],
            dir: spawn
                .dir
                .as_ref()
                .map(|dir| text(dir.as_os_str()))
                .transpose()?,
            descriptors,
            leads_group: spawn.leads_group,
        })
    }

    /// Makes the process. What it was given stays open here until this is dropped.
    ///
    /// # Errors
    /// If it cannot be made, or its program cannot be executed.
    pub fn spawn(&self) -> io::Result<Child> {
        let failed = AtomicI32::new(0);
        let mut stack = vec![0; STACK_BYTES];
        // No handler of this process is to run in the new one, whose memory is the same.
        let ours = SigSet::all().thread_swap_mask(SigmaskHow::SIG_SETMASK)?;
        let become_it = Box::new(|| self.enter(&failed));
        let flags = CloneFlags::CLONE_VM | CloneFlags::CLONE_VFORK;
        // SAFETY: the new process has a stack of its own, and this thread waits until it has become another program or ended. Until
        // then it makes only system calls, on what was made ready here, and stores a number: it takes no lock and allocates nothing.
        let made = unsafe { clone(become_it, &mut stack, flags, Some(libc::SIGCHLD)) };
        ours.thread_set_mask()?;
        let mut child = Child {
            pid: made?,
            status: None,
        };
        match failed.into_inner() {
            0 => Ok(child),
            errno => {
                child.wait()?;
                Err(io::Error::from_raw_os_error(errno))
            }
        }
    }

    /// In the new process: becomes the program. If it cannot, leaves the reason in the maker's memory, which is its own, and ends.
    /// (QEMU's user emulation makes `vfork` a `fork`: there only the end is seen, with code 127.)
    fn enter(&self, failed: &AtomicI32) -> isize {
        let errno = match self.execute() {
            Err(errno) => errno as i32,
            Ok(never) => match never {},
        };
        failed.store(errno, Ordering::SeqCst);
        // SAFETY: it ends this process alone, and runs nothing of the maker's.
        unsafe { libc::_exit(127) }
    }

    fn execute(&self) -> Result<std::convert::Infallible, Errno> {
        set_pdeathsig(Signal::SIGKILL)?;
        if self.leads_group {
            setpgid(Pid::from_raw(0), Pid::from_raw(0))?;
        }
        for (ours, number) in &self.descriptors {
            // SAFETY: ours is none of the numbers, and nothing here has these: they are the new program's.
            Errno::result(unsafe { libc::dup2(ours.as_raw_fd(), *number) })?;
        }
        if let Some(dir) = &self.dir {
            chdir(dir.as_c_str())?;
        }
        for told in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGPIPE] {
            // SAFETY: the default is no handler, and the maker's own handlers are not shared.
            unsafe { signal(told, SigHandler::SigDfl) }?;
        }
        nix::sys::signal::sigprocmask(SigmaskHow::SIG_SETMASK, Some(&SigSet::empty()), None)?;
        // SAFETY: both lists end in a null pointer, and what they point to lives as long as they do.
        unsafe { libc::execve(self.file.as_ptr(), self.argv.as_ptr(), self.envp.as_ptr()) };
        Err(Errno::last())
    }
}

/// A process that was made here.
#[derive(Debug)]
pub struct Child {
    pid: Pid,
    /// How it ended, once that is known.
    status: Option<ExitStatus>,
}

impl Child {
    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.pid.as_raw() as u32
    }

    /// How it ended; `None`: it has not.
    ///
    /// # Errors
    /// If somebody else has waited for it.
    pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        self.ended(Some(WaitPidFlag::WNOHANG))
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// If somebody else has waited for it.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended(None)? {
                return Ok(status);
            }
        }
    }

    /// Ends it, if it has not ended.
    ///
    /// # Errors
    /// If this process may not.
    pub fn kill(&mut self) -> io::Result<()> {
        match self.status {
            Some(_) => Ok(()),
            None => Ok(kill(self.pid, Signal::SIGKILL)?),
        }
    }

    fn ended(&mut self, how: Option<WaitPidFlag>) -> io::Result<Option<ExitStatus>> {
        if self.status.is_some() {
            return Ok(self.status);
        }
        self.status = match waitpid(self.pid, how) {
            Ok(WaitStatus::Exited(_, code)) => Some(ExitStatus::from_raw(code << 8)),
            Ok(WaitStatus::Signaled(_, signal, dumped)) => {
                let dumped = if dumped { 0x80 } else { 0 };
                Some(ExitStatus::from_raw(signal as i32 | dumped))
            }
            Ok(_) | Err(Errno::EINTR) => None,
            Err(errno) => return Err(errno.into()),
        };
        Ok(self.status)
    }
}

#[cfg(test)]
mod tests {
    use super::Spawn;
    use nix::sys::signal::{SigSet, SigmaskHow, Signal};
    use nix::unistd::{getpgid, getpid};
    use std::io::Read;
    use std::os::unix::process::ExitStatusExt;

    /// What a shell writes that is started so.
    fn shell(line: &str, with: impl Fn(Spawn) -> Spawn) -> String {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let spawn = with(Spawn::new("sh").args(["-c", line])).descriptor(writer, 1);
        let mut child = spawn.spawn().unwrap();
        drop(spawn);
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert!(child.wait().unwrap().success(), "{text}");
        text
    }

    #[test]
    fn it_gets_what_it_was_given_and_nothing_else() {
        let line = "echo $0 $1 $A $B; pwd; ls -l /proc/self/fd | grep -o '[0-9]* -> /etc/passwd'";
        let told = shell(line, |spawn| {
            let null = std::fs::File::open("/dev/null").unwrap();
            let five = std::fs::File::open("/etc/passwd").unwrap();
            let env = [("PATH", "/usr/bin:/bin"), ("A", "first")];
            spawn
                .args(["zero", "one"])
                .env(env.map(|(name, value)| (name.into(), value.into())).into())
                .envs([("B", "second")])
                .current_dir("/tmp")
                .descriptor(null, 0)
                .descriptor(five, 5)
        });
        assert_eq!(told, "zero one first second\n/tmp\n5 -> /etc/passwd\n");
    }

    #[test]
    fn what_does_not_start_says_why() {
        let kind = |program: &str| Spawn::new(program).spawn().unwrap_err().kind();
        assert_eq!(kind("no-such-program"), std::io::ErrorKind::NotFound);
        assert_eq!(kind("/no/such/program"), std::io::ErrorKind::NotFound);
        assert_eq!(kind("/etc/passwd"), std::io::ErrorKind::PermissionDenied);
    }

    #[test]
    fn it_is_waited_for_and_ended() {
        let mut child = Spawn::new("sh").args(["-c", "exit 7"]).spawn().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(7));
        let mut child = Spawn::new("sleep")
            .args(["60"])
            .leader_of_a_group()
            .spawn()
            .unwrap();
        assert!(child.try_wait().unwrap().is_none());
        let pid = nix::unistd::Pid::from_raw(child.id() as i32);
        assert_eq!(getpgid(Some(pid)), Ok(pid));
        assert_ne!(getpgid(Some(pid)), getpgid(Some(getpid())));
        child.kill().unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(9));
        // Told again, and no longer a process to be killed.
        assert_eq!(child.try_wait().unwrap().unwrap().signal(), Some(9));
        child.kill().unwrap();
    }

    #[test]
    fn to_signals_it_is_as_from_a_shell() {
        // Rust ignores SIGPIPE in programs of its own, and this thread blocks what it says here.
        let before = SigSet::all()
            .thread_swap_mask(SigmaskHow::SIG_BLOCK)
            .unwrap();
        let told = shell("grep -E 'Sig(Blk|Ign)' /proc/self/status", |spawn| spawn);
        before.thread_set_mask().unwrap();
        let masks = told
            .split_whitespace()
            .filter(|word| !word.starts_with("Sig"));
        let of = |told: Signal| 1_u64 << (told as i32 - 1);
        let three = of(Signal::SIGINT) | of(Signal::SIGTERM) | of(Signal::SIGPIPE);
        for mask in masks {
            assert_eq!(u64::from_str_radix(mask, 16).unwrap() & three, 0, "{told}");
        }
    }

    /// The kernel ends a child when the thread ends that made it.
    #[test]
    fn it_does_not_outlive_who_made_it() {
        let made = std::thread::spawn(|| Spawn::new("sleep").args(["60"]).spawn().unwrap());
        let mut child = made.join().unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(9));
    }
}
