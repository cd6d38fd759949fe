//! What a caller may cost.

use std::time::Duration;

use clap::Args;

/// What a caller may cost.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(in crate::support::serve) struct Limits {
    /// The most bytes that the body of a request may have; more is answered 413. Files are passed on as they come in,
    /// any other body is held in memory
    #[arg(long, value_name = "BYTES", default_value_t = 8 * 1024 * 1024)]
    pub(in crate::support::serve) max_body: usize,
    /// The most bytes that the address and the headers of a request may have; more is answered 414 or 431
    #[arg(long, value_name = "BYTES", default_value_t = 32 * 1024, value_parser = header_size)]
    pub(in crate::support::serve) max_header: usize,
    /// How many requests are worked on at once; more are answered 503 with Retry-After
    #[arg(long, value_name = "NUMBER", default_value_t = 512, value_parser = at_least_one)]
    pub(in crate::support::serve) max_requests: usize,
    /// How many connections are open at once; more wait to be accepted
    #[arg(long, value_name = "NUMBER", default_value_t = 4096, value_parser = at_least_one)]
    pub(in crate::support::serve) max_connections: usize,
    /// How long the headers of a request may take to arrive
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    pub(in crate::support::serve) header_timeout: Duration,
    /// How long a request may take; then it is answered 504, or 408 where its body did not arrive
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = time)]
    pub(in crate::support::serve) request_timeout: Duration,
    /// How long a connection may lie idle, or a caller take no byte of an answer
    #[arg(long, value_name = "TIME", default_value = "75s", value_parser = time)]
    pub(in crate::support::serve) idle_timeout: Duration,
}

/// A time such as `10s`, `500ms` or `2m`, longer than none.
pub(super) fn time(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text).map_err(|it| format!("{it}, such as `10s`"))?;
    if time.is_zero() { Err("must be longer than none".to_owned()) } else { Ok(time) }
}

fn at_least_one(text: &str) -> Result<usize, String> {
    number(text, 1, u32::MAX as usize)
}

fn header_size(text: &str) -> Result<usize, String> {
    number(text, 1024, 1024 * 1024)
}

fn number(text: &str, least: usize, most: usize) -> Result<usize, String> {
    let number = text.parse().ok().filter(|it| (least..=most).contains(it));
    number.ok_or_else(|| format!("must be a number from {least} to {most}"))
}
