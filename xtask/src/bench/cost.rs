//! What this process has cost so far, where the operating system tells it (Linux: `proc(5)`).

/// The processor time in seconds, which a busy machine does not lengthen as it does the time that passes.
pub fn processor() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the program's name in parentheses; the 14th and 15th count hundredths of a second.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_ascii_whitespace().skip(11).map(str::parse::<u32>);
    let (user, system) = (ticks.next()?.ok()?, ticks.next()?.ok()?);
    Some(f64::from(user + system) / 100.0)
}

/// The peak of the resident memory in MiB.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes / 1024)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::{peak_memory, processor};

    #[test]
    fn what_was_once_in_use_counts() {
        let before = peak_memory().expect("a peak");
        drop(std::hint::black_box(vec![1_u8; 64 << 20]));
        assert!(peak_memory().expect("a peak") >= before.max(64));
    }

    #[test]
    fn work_takes_time() {
        let before = processor().expect("a time");
        while processor().expect("a time") == before {
            std::hint::black_box((0..100_000_u64).sum::<u64>());
        }
    }
}
