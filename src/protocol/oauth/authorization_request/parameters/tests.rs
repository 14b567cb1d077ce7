use super::*;

#[test]
fn each_value_is_found_by_its_name_and_empty_ones_are_not_there() {
    let parameters = Parameters::parse("a=1&b=&c=x+y%26&d");
    assert_eq!(parameters.get("a"), Some("1"));
    assert_eq!(parameters.get("c"), Some("x y&"));
    for name in ["b", "d", "e"] {
        assert_eq!((parameters.get(name), parameters.count(name)), (None, 0));
    }
    let pairs: Vec<_> = parameters.iter().collect();
    assert_eq!(pairs, [("a", "1"), ("c", "x y&")]);
    assert_eq!(parameters.encode(), "a=1&c=x+y%26");
    assert!(!parameters.has_repeated() && !parameters.has_unusable());
}

#[test]
fn what_is_sent_twice_is_repeated() {
    for (text, count) in [("a=1&a=1", 2), ("a=1&a=", 1), ("a=1&b=1&a=2", 2)] {
        let parameters = Parameters::parse(text);
        assert!(parameters.has_repeated(), "{text}");
        assert_eq!(parameters.count("a"), count, "{text}");
    }
    assert!(!Parameters::parse("a=1&A=1").has_repeated());
    for (text, others) in [("a=1&a=2", false), ("a=1&a=2&b=1&b=", true)] {
        assert_eq!(
            Parameters::parse(text).has_repeated_but("a"),
            others,
            "{text}"
        );
    }
}

#[test]
fn what_is_no_text_or_too_long_is_unusable() {
    let long = |length: usize| format!("a={}", "x".repeat(length));
    for text in ["a=%00", "a=x%00y", "a=%ff", &long(MAX_PARAMETER_BYTES + 1)] {
        assert!(Parameters::parse(text).has_unusable(), "{text:.20}");
    }
    for text in ["a=%01", "a=%C3%A9", &long(MAX_PARAMETER_BYTES)] {
        assert!(!Parameters::parse(text).has_unusable(), "{text:.20}");
    }
}

#[test]
fn no_more_than_a_hundred_parameters_are_read() {
    let body = |count: usize| {
        let names: Vec<String> = (0..count).map(|n| format!("p{n}=v&")).collect();
        names.concat()
    };
    let all = Parameters::parse(&body(MAX_PARAMETERS));
    assert!(!all.has_unusable() && !all.has_repeated());
    assert_eq!(all.iter().count(), MAX_PARAMETERS);
    for text in [body(MAX_PARAMETERS + 1), body(100_000), "a=&".repeat(200)] {
        let parameters = Parameters::parse(&text);
        assert!(parameters.has_unusable());
        assert!(parameters.iter().count() <= MAX_PARAMETERS);
    }
}

#[test]
fn a_name_counts_once_and_empty_values_count_for_nothing() {
    for (text, repeated) in [
        ("a=1&a=2", true),
        ("a=1&a=", true),
        ("a=&a=1", false),
        ("a=&a=", false),
        ("a=1&b=1", false),
    ] {
        assert_eq!(Parameters::parse(text).has_repeated(), repeated, "{text}");
    }
    assert!(Parameters::parse("a%00=1").has_unusable());
}

#[test]
fn too_many_parameters_are_told_from_unusable_ones() {
    let many = |count: usize| Parameters::parse(&"a=1&".repeat(count));
    assert!(!many(MAX_PARAMETERS).has_too_many() && many(MAX_PARAMETERS + 1).has_too_many());
    let unusable = Parameters::parse("a=%00");
    assert!(unusable.has_unusable() && !unusable.has_too_many());
}
