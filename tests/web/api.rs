//! The API holds to its own description: every answer is checked against its schema, every problem too.

use serde_json::Value;

use crate::client::encoded;
use crate::served::Served;

/// What is wrong with a value by a schema of JSON Schema 2020-12, as far as the description uses it; a keyword that is not
/// known here is an error of its own, so that nothing goes unchecked.
struct Checker<'a> {
    document: &'a Value,
}

const ANNOTATIONS: [&str; 3] = ["description", "maxLength", "minLength"];

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let Some(schema) = schema.as_object() else { return Err(format!("{at}: the schema is no object")) };
        for (keyword, rule) in schema {
            match keyword.as_str() {
                "$ref" => {
                    let pointer = rule.as_str().and_then(|rule| rule.strip_prefix('#')).ok_or("a reference outside")?;
                    let target = self.document.pointer(pointer).ok_or(format!("{pointer} is not there"))?;
                    self.check(target, value, at)?;
                }
                "type" => {
                    let names: Vec<&str> = match rule {
                        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
                        name => name.as_str().into_iter().collect(),
                    };
                    let fits = names.iter().any(|name| match *name {
                        "null" => value.is_null(),
                        "string" => value.is_string(),
                        "integer" => value.is_i64() || value.is_u64(),
                        "number" => value.is_number(),
                        "boolean" => value.is_boolean(),
                        "array" => value.is_array(),
                        "object" => value.is_object(),
                        _ => false,
                    });
                    fits.then_some(()).ok_or(format!("{at}: {value} is no {names:?}"))?;
                }
                "enum" => {
                    let known = rule.as_array().is_some_and(|known| known.contains(value));
                    known.then_some(()).ok_or(format!("{at}: {value} is none of {rule}"))?;
                }
                "minimum" | "maximum" => {
                    let (Some(number), Some(bound)) = (value.as_f64(), rule.as_f64()) else { continue };
                    let fits = if keyword == "minimum" { number >= bound } else { number <= bound };
                    fits.then_some(()).ok_or(format!("{at}: {number} is beyond {bound}"))?;
                }
                "minItems" | "maxItems" => {
                    let (Some(items), Some(bound)) = (value.as_array(), rule.as_u64()) else { continue };
                    let fits =
                        if keyword == "minItems" { items.len() as u64 >= bound } else { items.len() as u64 <= bound };
                    fits.then_some(()).ok_or(format!("{at}: {} items", items.len()))?;
                }
                "items" => {
                    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{at}/{place}"))?;
                    }
                }
                "required" => {
                    for name in rule.as_array().into_iter().flatten().filter_map(Value::as_str) {
                        value.get(name).ok_or(format!("{at}: {name} is missing"))?;
                    }
                }
                "properties" => {
                    for (name, inner) in value.as_object().into_iter().flatten() {
                        // Fields are only ever added, but not without being described.
                        let property = rule.get(name).ok_or(format!("{at}: {name} is not described"))?;
                        self.check(property, inner, &format!("{at}/{name}"))?;
                    }
                }
                "additionalProperties" => {
                    for (name, inner) in value.as_object().into_iter().flatten() {
                        self.check(rule, inner, &format!("{at}/{name}"))?;
                    }
                }
                "anyOf" => {
                    let tried = rule.as_array().into_iter().flatten().map(|rule| self.check(rule, value, at));
                    let tried: Vec<_> = tried.collect();
                    tried.iter().any(Result::is_ok).then_some(()).ok_or(format!("{at}: {tried:?}"))?;
                }
                other if ANNOTATIONS.contains(&other) => {}
                other => return Err(format!("{at}: {other} is not known to the test")),
            }
        }
        Ok(())
    }
}

/// Asks and holds the answer to what the description says of this operation and status.
#[track_caller]
fn held(served: &Served, document: &Value, template: &str, path: &str) -> (u16, Value) {
    let reply = served.get(path);
    let described = &document["paths"][template]["get"]["responses"][reply.status.to_string()];
    assert!(described.is_object(), "{path}: {} is not described: {}", reply.status, reply.text());
    let (media, schema) = described["content"].as_object().unwrap().iter().next().unwrap();
    assert_eq!(reply.header("content-type"), Some(media.as_str()), "{path}");
    let value = reply.json();
    if let Err(error) = (Checker { document }).check(&schema["schema"], &value, "") {
        panic!("{path}: {error}");
    }
    (reply.status, value)
}

#[test]
fn every_answer_is_as_it_is_described() {
    let served = Served::corpus(&[]);
    let document = served.get("/api/v1/openapi.json").expect(200).json();
    assert_eq!(document["openapi"], "3.1.0");
    let hit = served.hit("corbyn nato");
    let (quote, article) = (hit["id"].as_str().unwrap(), hit["article"]["id"].as_str().unwrap());
    let mut asked = std::collections::BTreeSet::new();
    let mut ask = |template: &str, path: &str, status: u16| {
        asked.insert(template.to_string());
        let (found, value) = held(&served, &document, template, path);
        assert_eq!(found, status, "{path}: {value}");
        value
    };
    for (question, status) in [
        ("", 200),
        ("nato", 200),
        ("what did Corbyn say about NATO", 200),
        ("Corbyn vs Starmer on nato", 200),
        ("how often did Corbyn speak of nato", 200),
        ("when did May say brexit", 200),
        ("zebra", 200),
        ("speaker:none", 200),
        ("date:undated nato", 200),
        ("date:(", 400),
        ("\"", 400),
        ("speaker:", 400),
    ] {
        let question = encoded(question);
        for (template, more) in [("search", "&limit=100"), ("facets", "&by=party"), ("timeline", "&by=month")] {
            let path = format!("/api/v1/{template}?q={question}{more}");
            let (status_found, value) = held(&served, &document, &format!("/api/v1/{template}"), &path);
            assert_eq!(status_found == 200, status == 200, "{path}: {value}");
        }
    }
    let answer = ask(
        "/api/v1/search",
        "/api/v1/search?q=nato&copies=1&sort=newest&speaker=corbyn&from=2016&limit=3&offset=1",
        200,
    );
    assert_eq!(answer["hits"].as_array().unwrap().len(), 3);
    for wrong in [
        "limit=-1",
        "limit=1001",
        "limit=x",
        "offset=99999",
        "sort=best",
        "min_confidence=2",
        "min_confidence=NaN",
        "date=soon",
        "kind=odd",
        "copies=null",
        "kind=",
        "limit=",
        "limit=3&limit=4",
        "all_words=maybe",
    ] {
        ask("/api/v1/search", &format!("/api/v1/search?q=nato&{wrong}"), 400);
    }
    let long = "long ".repeat(801);
    ask("/api/v1/search", &format!("/api/v1/search?q={}", encoded(&long)), 400);
    ask("/api/v1/suggest", &format!("/api/v1/suggest?q={}", encoded(&long)), 400);
    for by in ["speaker", "party", "office", "outlet", "kind"] {
        ask("/api/v1/facets", &format!("/api/v1/facets?by={by}&q=nato&limit=3"), 200);
    }
    ask("/api/v1/facets", "/api/v1/facets?by=colour", 400);
    ask("/api/v1/timeline", "/api/v1/timeline?by=week", 400);
    for by in ["year", "month", "day"] {
        ask("/api/v1/timeline", &format!("/api/v1/timeline?by={by}"), 200);
    }
    ask("/api/v1/article/{id}", &format!("/api/v1/article/{article}"), 200);
    let by_quote = ask("/api/v1/article/{id}", &format!("/api/v1/article/{quote}"), 200);
    assert_eq!(by_quote["article"]["id"], hit["article"]["id"]);
    ask("/api/v1/article/{id}", "/api/v1/article/nothing", 404);
    let person = ask("/api/v1/person/{id}", "/api/v1/person/jeremy-corbyn", 200);
    assert!(person["total"].as_u64().unwrap() > 5 && person["registered"] == true);
    ask("/api/v1/person/{id}", "/api/v1/person/nobody-at-all", 404);
    let offered = ask("/api/v1/suggest", "/api/v1/suggest?q=what+did+jeremy+cor", 200);
    assert_eq!(offered["suggestions"][0]["question"], "what did Jeremy Corbyn");
    let offered = ask("/api/v1/suggest", "/api/v1/suggest?q=Theresa+M&limit=1", 200);
    assert_eq!(offered["suggestions"][0]["id"], "theresa-may");
    ask("/api/v1/suggest", "/api/v1/suggest", 200);
    ask("/api/v1/stats", "/api/v1/stats", 200);
    asked.insert("/api/v1/openapi.json".to_string());
    let described: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(asked.iter().collect::<Vec<_>>(), described, "every operation is tried");
}

#[test]
fn a_checker_that_finds_nothing_checks_nothing() {
    let document = serde_json::json!({"components": {"schemas": {"A": {
        "type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "minimum": 0}}
    }}}});
    let checker = Checker { document: &document };
    let schema = serde_json::json!({"$ref": "#/components/schemas/A"});
    let is_ok = |value: Value| checker.check(&schema, &value, "").is_ok();
    assert!(is_ok(serde_json::json!({"a": 1})));
    for wrong in [
        serde_json::json!({}),
        serde_json::json!({"a": -1}),
        serde_json::json!({"a": "1"}),
        serde_json::json!({"a": 1, "b": 2}),
        serde_json::json!(3),
    ] {
        assert!(!is_ok(wrong.clone()), "{wrong}");
    }
    assert!(checker.check(&serde_json::json!({"pattern": "x"}), &schema, "").is_err());
}
