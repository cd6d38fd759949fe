//! The formats that are asserted, with values on either side of each border.

use fixture::support::schema::STRING;
use fixture::support::validate::value;
use serde_json::json;

#[track_caller]
fn check(format: &'static str, valid: &[&str], invalid: &[&str]) {
    let schema = STRING.format(format);
    let fits = |text: &str| value(&schema, &json!(text)).is_empty();
    for text in valid {
        assert!(fits(text), "{format} refuses {text:?}");
    }
    for text in invalid {
        assert!(!fits(text), "{format} accepts {text:?}");
    }
}

#[test]
fn date_time() {
    check(
        "date-time",
        &[
            "1963-06-19T08:30:06.283185Z",
            "1963-06-19T08:30:06Z",
            "1937-01-01T12:00:27.87+00:20",
            "1990-12-31T15:59:50.123-08:00",
            "1998-12-31T23:59:60Z",
            "1998-12-31T15:59:60.123-08:00",
            "1963-06-19t08:30:06.283185z",
        ],
        &[
            "1998-12-31T23:59:61Z",
            "1998-12-31T23:58:60Z",
            "1998-12-31T22:59:60Z",
            "1990-02-31T15:59:59.123-08:00",
            "1990-12-31T15:59:59-24:00",
            "1963-06-19T08:30:06.28123+01:00Z",
            "06/19/1963 08:30:06 PST",
            "2013-350T01:01:01",
            "1963-6-19T08:30:06.283185Z",
            "1963-06-19T08:30:06",
            "1963-06-1৪T00:00:00Z",
            "1963-06-11T0৪:00:00Z",
            "1963-06-19 08:30:06Z",
            "",
        ],
    );
}

#[test]
fn date() {
    check(
        "date",
        &["1963-06-19", "2020-02-29", "2000-02-29", "2020-12-31"],
        &[
            "2021-02-29",
            "1900-02-29",
            "2020-04-31",
            "2020-13-01",
            "2020-00-01",
            "2020-01-00",
            "20200101",
            "2020-1-1",
            "2020-W01-1",
            "+2020-01-01",
            "2020-01-01T00:00:00Z",
        ],
    );
}

#[test]
fn time() {
    check(
        "time",
        &[
            "08:30:06Z",
            "23:59:60Z",
            "23:59:60+00:00",
            "01:29:60+01:30",
            "23:29:60+23:30",
            "15:59:60-08:00",
            "00:29:60-23:30",
            "23:20:50.52Z",
            "08:30:06+00:20",
            "08:30:06z",
        ],
        &[
            "08:30:06",
            "8:30:6Z",
            "24:00:00Z",
            "00:60:00Z",
            "00:00:61Z",
            "22:59:60Z",
            "23:59:60+01:00",
            "01:02:03+24:00",
            "01:02:03+00:60",
            "01:02:03Z+00:30",
            "08:30:06 PST",
            "12:00:00.Z",
            "08:30:06#00:20",
            "ab:cd:ef",
        ],
    );
}

#[test]
fn duration() {
    check(
        "duration",
        &["P4DT12H30M5S", "P4Y", "PT0S", "P0D", "P1M", "PT1M", "PT36H", "P1DT12H", "P2W", "P1Y2M"],
        &[
            "PT1D",
            "4DT12H30M5S",
            "P",
            "P1",
            "P1YT",
            "PT",
            "P1D2H",
            "P2D1Y",
            "P2S",
            "P1Y2W",
            "P1Y1D",
            "PT1H1S",
            "P1W2D",
            "PT0.5S",
            "P-1D",
            "p1d",
            "P২Y",
        ],
    );
}

#[test]
fn uuid() {
    check(
        "uuid",
        &[
            "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
            "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
            "00000000-0000-0000-0000-000000000000",
        ],
        &[
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
            "2eb8aa08-aa98-11ea-73b441d16380",
            "2eb8aa08-aa98-11ea-b4ga-73b441d16380",
            "2eb8aa08aa9811eab4aa73b441d16380",
            "2eb8aa08aa98-11ea-b4aa73b441d16380",
            "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380",
        ],
    );
}

#[test]
fn uri() {
    check(
        "uri",
        &[
            "http://foo.bar/?baz=qux#quux",
            "http://foo.com/blah_(wikipedia)_blah#cite-1",
            "http://foo.bar/?q=Test%20URL-encoded%20stuff",
            "http://xn--nw2a.xn--j6w193g/",
            "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com",
            "http://223.255.255.254",
            "ftp://ftp.is.co.za/rfc/rfc1808.txt",
            "ldap://[2001:db8::7]/c=GB?objectClass?one",
            "mailto:John.Doe@example.com",
            "news:comp.infosystems.www.servers.unix",
            "tel:+1-816-555-1212",
            "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
            "http://[v1.a:b]/",
            "http://host:/",
        ],
        &[
            "//foo.bar/?baz=qux#quux",
            "/abc",
            "\\\\WINDOWS\\fileshare",
            "abc",
            "http:// shouldfail.com",
            ":// should fail",
            "bar,baz:foo",
            "https://[@example.org/test.txt",
            "https://example.org/foobar\".txt",
            "https://example.org/foobar<>.txt",
            "https://example.org/foobar{}.txt",
            "https://example.org/foobar^.txt",
            "https://example.org/%zz",
            "http://a:80x/",
            "http://[1:2]/",
            "1http://a",
            "http://ü.de",
        ],
    );
    check(
        "uri-reference",
        &[
            "http://foo.bar/?baz=qux#quux",
            "//foo.bar/?baz=qux#quux",
            "/abc",
            "abc",
            "",
            "#fragment",
            "./a:b",
        ],
        &["\\\\WINDOWS\\fileshare", "#frag\\ment", "a b", "1a:b", "a#b#c"],
    );
}

#[test]
fn addresses() {
    check(
        "email",
        &[
            "joe.bloggs@example.com",
            "te~st@example.com",
            "~test@example.com",
            "\"joe bloggs\"@example.com",
            "\"joe..bloggs\"@example.com",
            "\"joe@bloggs\"@example.com",
            "joe.bloggs@[127.0.0.1]",
            "joe.bloggs@[IPv6:::1]",
            "te.s.t@example.com",
            "a@localhost",
        ],
        &[
            "2962",
            ".test@example.com",
            "test.@example.com",
            "te..st@example.com",
            "joe.bloggs@invalid=domain.com",
            "joe.bloggs@[127.0.0.300]",
            "joe@",
            "@example.com",
            "joe bloggs@example.com",
            "a@b@c.com",
            "a@-b.com",
        ],
    );
    check(
        "hostname",
        &["www.example.com", "xn--4gbwdl.xn--wgbh1c", "a", "a-b", "1host", "hostnam3"],
        &[
            "",
            "-a-host-name-that-starts-with--",
            "a-",
            "not_a_valid",
            "a..b",
            ".example",
            "example.",
            "a-vvvvvvvvvvvvvvvveeeeeeeeeeeeeeeerrrrrrrrrrrrrrrryyyyyyyyyyyyyyyy-long-host-name-component",
            "ü.de",
        ],
    );
    check(
        "ipv4",
        &["192.168.0.1", "87.10.0.1", "0.0.0.0"],
        &[
            "127.0.0.0.1",
            "256.256.256.256",
            "127.0",
            "0x7f000001",
            "2130706433",
            "087.10.0.1",
            "1২7.0.0.1",
            "192.168.1.0/24",
        ],
    );
    check(
        "ipv6",
        &[
            "::1",
            "::abef",
            "::",
            "d6::",
            "1:d6::42",
            "::ffff:192.168.0.1",
            "1:2::192.168.0.1",
            "1:2:3:4:5:6:7:8",
        ],
        &[
            "12345::",
            "::abcef",
            "1:1:1:1:1:1:1:1:1",
            "::laptop",
            ":2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:",
            "1::d6::42",
            "1::2:192.168.256.1",
            "1:2:3:4:5:::8",
            "  ::1",
            "fe80::/64",
            "fe80::a%eth1",
            "1:2:3:4:5:6:7:৪",
        ],
    );
}

#[test]
fn byte_and_others() {
    check("byte", &["", "YWJj", "YQ==", "+/8="], &["YQ", "YQ=", "Y Q=", "-_8=", "YWJj\n", "ü"]);
    check("binary", &["anything"], &[]);
    check("a format of our own", &["anything", ""], &[]);
}

#[test]
fn iri() {
    check(
        "iri",
        &[
            "http://ƒøø.ßår/?∂éœ=πîx#πîüx",
            "http://[2001:db8::1]:80/ü",
            "http://a/?q=\u{e000}",
            "urn:größe",
            "https://example.com",
        ],
        &[
            "/relative",
            "größe",
            "http:// /",
            "http://a/\u{e000}",
            "http://a/\u{fdd0}",
            "http://a/<ü>",
        ],
    );
    check(
        "iri-reference",
        &["", "/âππ", "#ƒrägmênt", "größe.txt", "//größe.example/a", "http://a/ü"],
        &["\\\\WINDOWS\\filëßåré", "ü:b", "a b", "%zz"],
    );
    // A URI has letters of ASCII only.
    check("uri", &["http://a/%C3%BC"], &["http://a/ü"]);
    check("uri-reference", &["/%C3%BC"], &["/ü"]);
}

#[test]
fn json_pointer() {
    check(
        "json-pointer",
        &["", "/", "/foo/0", "/a~1b", "/m~0n", "/c%d", "/ ", "/~01", "/foo//bar"],
        &["foo", "/foo/bar~", "/~2", "/~", "#", "#/a", "0"],
    );
    check(
        "relative-json-pointer",
        &["0", "1", "0/foo/bar", "2/0/baz/1/zip", "0#", "120#", "1+1/a", "1-2#"],
        &["", "/foo", "-1/foo", "+1/foo", "0##", "01/a", "01#", "1+0/a", "1+", "a"],
    );
}

#[test]
fn regex() {
    check(
        "regex",
        &["", "([abc])+\\s+$", "(?=a)b", "(?<=a)b", "(?<name>a)\\k<name>", "\\p{L}"],
        &["^(abc]", "(?i)a", "a**", "\\Z", "[b-a]"],
    );
}
