compile_error!("unknown filter: filter sort is unknown (in <string>:24)");
