pub fn html(_: &dyad_record::Record) -> String {
    String::new()
}
