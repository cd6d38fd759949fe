//! What holds other values: options, lists and maps.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Json, Parsed, Reader};

impl<T: Json> Json for Option<T> {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        match value {
            Parsed::Null => None,
            other => Some(T::read(other, reader)),
        }
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, Json::write)
    }

    fn blank() -> Self {
        None
    }
}

impl<T: Json> Json for Box<T> {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        Box::new(T::read(value, reader))
    }

    fn write(&self) -> Value {
        self.as_ref().write()
    }

    fn blank() -> Self {
        Box::new(T::blank())
    }
}

impl<T: Json> Json for Vec<T> {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        reader.items(value).rest()
    }

    fn write(&self) -> Value {
        self.iter().map(Json::write).collect()
    }

    fn blank() -> Self {
        Vec::new()
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        reader.object(value).rest()
    }

    fn write(&self) -> Value {
        self.iter().map(|(key, value)| (key.clone(), value.write())).collect()
    }

    fn blank() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_what_does_not_fit_ends() {
        type Names = Vec<BTreeMap<String, String>>;
        let items = |item: &str| format!("[{}]", [item; 5000].join(","));
        for document in [items("7"), items(r#"{"a":7}"#)] {
            let read = Names::parse(document.as_bytes()).expect("JSON");
            assert_eq!(read.expect_err("mismatches").len(), 1000);
        }
        let read = Names::parse(items(r#"{"a":"b"}"#).as_bytes()).expect("JSON");
        assert_eq!(read.expect("a list").len(), 5000);
    }
}
