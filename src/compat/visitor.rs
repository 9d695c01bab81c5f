//! Somebody who connects to a guest that listens.

use anyhow::Result;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

/// How long a visitor waits for a guest.
const PATIENCE: Duration = Duration::from_secs(5);

/// The address at which a visitor will come.
///
/// It comes as soon as somebody listens, says `ping`, and sends back what it hears until the guest
/// has shut down.
pub fn address() -> Result<String> {
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
