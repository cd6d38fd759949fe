//! RFC 3339: dates, times and durations.

pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    is_date(date) && is_time(time)
}

/// `full-date`
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (number(parts.next(), 4), number(parts.next(), 2), number(parts.next(), 2), parts.next())
    else {
        return false;
    };
    (1..=days(year, month)).contains(&day)
}

/// The days of a month; none where there is no such month.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// `full-time`: with an offset.
pub(super) fn is_time(text: &str) -> bool {
    let Some((clock, offset)) = split_offset(text) else { return false };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':');
    let (Some(hour), Some(minute), Some(second), None) =
        (number(parts.next(), 2), number(parts.next(), 2), number(parts.next(), 2), parts.next())
    else {
        return false;
    };
    let regular = hour < 24 && minute < 60 && second < 60;
    // A leap second is inserted at the end of a day in UTC, whatever time it is locally.
    let utc = (i64::from(hour * 60 + minute) - offset).rem_euclid(24 * 60);
    let leap = hour < 24 && minute < 60 && second == 60 && utc == 24 * 60 - 1;
    (regular || leap) && is_digits(fraction)
}

/// The time and the minutes that it is ahead of UTC.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let (clock, sign, offset) = match (text.split_once('+'), text.split_once('-')) {
        (Some((clock, offset)), _) => (clock, 1, offset),
        (None, Some((clock, offset))) => (clock, -1, offset),
        (None, None) => return None,
    };
    let (hours, minutes) = offset.split_once(':')?;
    let hours = number(Some(hours), 2).filter(|it| *it < 24)?;
    let minutes = number(Some(minutes), 2).filter(|it| *it < 60)?;
    Some((clock, sign * i64::from(hours * 60 + minutes)))
}

/// RFC 3339, appendix A: the units in order, without gaps, or weeks alone.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    if let Some(weeks) = rest.strip_suffix('W') {
        return is_digits(weeks);
    }
    match rest.split_once('T') {
        Some((date, time)) => (date.is_empty() || are_units(date, "YMD")) && are_units(time, "HMS"),
        None => are_units(rest, "YMD"),
    }
}

/// One or more numbers, each with its unit; the units follow each other.
fn are_units(mut text: &str, units: &str) -> bool {
    let mut left = units.chars();
    let mut first = true;
    while !text.is_empty() {
        let Some(end) = text.find(|it: char| !it.is_ascii_digit()).filter(|end| *end > 0) else {
            return false;
        };
        let mut rest = text[end..].chars();
        let unit = rest.next();
        let next = if first { left.find(|it| Some(*it) == unit) } else { left.next() };
        if next.is_none() || next != unit {
            return false;
        }
        first = false;
        text = rest.as_str();
    }
    !first
}

fn number(text: Option<&str>, length: usize) -> Option<u32> {
    text.filter(|it| it.len() == length && is_digits(it))?.parse().ok()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}
