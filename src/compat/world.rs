//! The little world that each case gets: arguments, environment, standard input, and a folder of files.

use anyhow::{Context, Result};
use nix::sys::stat::Mode;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};
use wasmeter_worker::protocol::WasiArguments;

/// How long a visitor waits for a guest.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a case finds on standard input.
pub const STDIN: &[u8] = b"8 bytes!";

/// Makes a named pipe that holds some bytes and stays open as long as the file that is given back.
pub fn open_pipe(file: &Path, holds: &[u8]) -> Result<File> {
    nix::unistd::mkfifo(file, Mode::S_IRUSR | Mode::S_IWUSR).context("making a pipe")?;
    let mut writer = File::options().read(true).write(true).open(file)?;
    writer.write_all(holds)?;
    Ok(writer)
}

/// What connects to a guest that listens: the address at which it will.
///
/// It comes as soon as somebody listens, says `ping`, and sends back what it hears until the guest has shut down.
pub fn visitor() -> Result<String> {
    // The port is free until the worker takes it.
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let visit = move || -> std::io::Result<()> {
        let begin = Instant::now();
        let mut guest = loop {
            match TcpStream::connect(address) {
                Ok(guest) => break guest,
                Err(error) if begin.elapsed() > PATIENCE => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        guest.set_read_timeout(Some(PATIENCE))?;
        guest.write_all(b"ping")?;
        let mut back = guest.try_clone()?;
        std::io::copy(&mut guest, &mut back)?;
        Ok(())
    };
    // Nobody waits for it: whoever does not listen, or does not answer, is found out by the guest.
    std::thread::spawn(visit);
    Ok(address.to_string())
}

/// Makes the files in a guest's folder, and what lies beside it and must not be reached.
pub fn make(dir: &Path) -> Result<()> {
    std::fs::write(dir.join("hello.txt"), "hello, world\n")?;
    std::fs::write(dir.join("empty.txt"), "")?;
    std::fs::write(dir.join("data.bin"), (0..=255).collect::<Vec<u8>>())?;
    std::fs::create_dir_all(dir.join("folder/deep/er"))?;
    std::fs::write(dir.join("folder/deep/er/leaf.txt"), "leaf")?;
    for i in 0..20 {
        let name = format!("entry-{i:02}");
        std::fs::write(dir.join("folder").join(&name), &name)?;
    }
    for (link, to) in [
        ("to-hello", "hello.txt"),
        ("to-folder", "folder"),
        ("dangling", "nowhere"),
        ("loop", "loop"),
        ("outside", "../secret.txt"),
        ("absolute", "/etc/hostname"),
    ] {
        symlink(to, dir.join(link))?;
    }
    if let Some(above) = dir.parent() {
        std::fs::write(above.join("secret.txt"), "secret")?;
    }
    Ok(())
}

/// Whether what lies beside a guest's folder is as it was made.
pub fn is_intact(dir: &Path) -> bool {
    dir.parent().is_some_and(|above| {
        let secret = std::fs::read(above.join("secret.txt"));
        // Probes that try to make a file there call it so.
        secret.is_ok_and(|text| text == b"secret") && !above.join("made").exists()
    })
}

/// What the guest is given; without an environment for runtimes that have none.
pub fn arguments(dir: &Path, with_environment: bool) -> WasiArguments {
    let args = ["guest", "", "two words", "\u{fc}n\u{ef}c\u{f6}de\n=\"'$"];
    let env = [("EMPTY", ""), ("ODD", "a=b\n\u{fc} "), ("PLAIN", "value")];
    let env = env.map(|(name, value)| (name.to_string(), value.to_string()));
    WasiArguments {
        args: args.map(str::to_string).to_vec(),
        env: if with_environment {
            BTreeMap::from(env)
        } else {
            BTreeMap::new()
        },
        dir: Some(dir.to_path_buf()),
        ..WasiArguments::default()
    }
}
