//! The fingerprint of this machine.

use crate::results::machine::Machine;
use std::fs::read_to_string;
use std::path::Path;

impl Machine {
    /// Resident memory that a process may hold if nothing else is asked for, in bytes.
    pub fn memory_limit_bytes(&self) -> u64 {
        (4 << 30).min(self.memory_bytes / 2)
    }

    /// Its architecture, and whether that is only emulated.
    pub fn place(&self) -> String {
        match self.emulator {
            None => self.arch.clone(),
            Some(_) => format!("{}, emulated", self.arch),
        }
    }

    /// Reads the fingerprint of the machine that this runs on, from `/proc` and `/sys`.
    pub fn here() -> Self {
        let cpuinfo = read_to_string("/proc/cpuinfo").unwrap_or_default();
        let field = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name))?;
            Some(
                line.split_once([':', '='])?
                    .1
                    .trim()
                    .trim_matches('"')
                    .to_string(),
            )
        };
        let uname = nix::sys::utsname::uname().ok();
        let kernel = uname.map_or(String::new(), |u| {
            u.release().to_string_lossy().into_owned()
        });
        let os = read_to_string("/etc/os-release").unwrap_or_default();
        let memory = read_to_string("/proc/meminfo").unwrap_or_default();
        let kib = field(&memory, "MemTotal").and_then(|text| {
            let number = text.split(' ').next()?;
            number.parse::<u64>().ok()
        });
        let hypervisor = cpuinfo
            .lines()
            .any(|l| l.starts_with("flags") && l.contains(" hypervisor"));
        let vendor = line("/sys/class/dmi/id/sys_vendor");
        let mut load = read_to_string("/proc/loadavg").unwrap_or_default();
        load.truncate(load.find(' ').unwrap_or(0));
        Machine {
            arch: std::env::consts::ARCH.to_string(),
            os: field(&os, "PRETTY_NAME").unwrap_or(std::env::consts::OS.to_string()),
            kernel,
            cpu: field(&cpuinfo, "model name")
                .or_else(|| field(&cpuinfo, "CPU part").map(|part| format!("Arm part {part}")))
                .unwrap_or("unknown".to_string()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_bytes: kib.unwrap_or(0) * 1024,
            governor: line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
            virtualised: hypervisor.then(|| vendor.unwrap_or("yes".to_string())),
            load: load.parse().unwrap_or(0.0),
            scratch: filesystem(&std::env::temp_dir()),
            emulator: None,
            calibration: None,
        }
    }
}

fn line(file: &str) -> Option<String> {
    let text = read_to_string(file).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_string())
}

/// The type of the file system that holds a folder: the mount with the longest matching path.
fn filesystem(dir: &Path) -> String {
    let mounts = read_to_string("/proc/mounts").unwrap_or_default();
    let fields = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?, fields.next()?))
    });
    fields
        .filter(|(at, _)| dir.starts_with(at))
        .max_by_key(|(at, _)| at.len())
        .map_or("unknown".to_string(), |(_, kind)| kind.to_string())
}
