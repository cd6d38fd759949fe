//! How much memory this process has had at most.

/// The peak of the resident memory in MiB, where the operating system tells it.
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes / 1024)
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn what_was_once_in_use_counts() {
        let before = super::peak().expect("a peak");
        drop(std::hint::black_box(vec![1_u8; 64 << 20]));
        assert!(super::peak().expect("a peak") >= before.max(64));
    }
}
