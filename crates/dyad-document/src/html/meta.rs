//! What a page says of itself: JSON-LD, OpenGraph and other `<meta>`, `<time>`, `<title>`.

use dom_query::Document;
use serde_json::Value;

use crate::dates;

/// Title, authors, outlet, date and language as the page gives them; the first source in the order above counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Meta {
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    pub language: Option<String>,
}

/// Reads the metadata of a page.
pub(crate) fn collect(page: &Document) -> Meta {
    let mut m = Meta::default();
    for script in page.select("script").iter() {
        if script.attr("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"))
            && let Ok(value) = serde_json::from_str::<Value>(script.text().trim())
        {
            linked_data(&value, &mut m, 0);
        }
    }
    let mut named: Vec<(String, String)> = Vec::new();
    for meta in page.select("meta").iter() {
        let key = meta.attr("property").or_else(|| meta.attr("name")).or_else(|| meta.attr("itemprop"));
        if let (Some(key), Some(content)) = (key, meta.attr("content")) {
            named.push((key.trim().to_ascii_lowercase(), clean(&content)));
        }
    }
    let first = |keys: &[&str]| {
        keys.iter().find_map(|k| named.iter().find(|(n, c)| n == k && !c.is_empty()).map(|(_, c)| c.clone()))
    };
    if m.title.is_none() {
        m.title = first(&["og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "title"]);
    }
    if m.outlet.is_none() {
        m.outlet =
            first(&["og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher"]);
    }
    if m.authors.is_empty()
        && let Some(author) = first(&[
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "byl",
            "twitter:creator:name",
        ])
        && !author.starts_with("http")
    {
        m.authors = people(&author);
    }
    let dated = |keys: &[&str]| {
        first(keys).and_then(|d| dates::iso(&d).or_else(|| dates::written(&d))).map(|d| d.to_string())
    };
    if m.date.is_none() {
        m.date = dated(&[
            "article:published_time",
            "og:article:published_time",
            "og:published_time",
            "datepublished",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "published",
            "publication_date",
            "date",
            "dc.date",
            "dc.date.issued",
            "dcterms.date",
            "dcterms.created",
            "dcterms.issued",
            "article.published",
        ]);
    }
    if m.date.is_none() {
        m.date = page.select("time").iter().find_map(|t| {
            let value = t.attr("datetime").map(|v| v.to_string()).unwrap_or_else(|| t.text().to_string());
            dates::iso(&value).or_else(|| dates::written(&value)).map(|d| d.to_string())
        });
    }
    if m.title.is_none() {
        let h1: Vec<String> =
            page.select("h1").iter().map(|h| clean(&h.text())).filter(|t| !t.is_empty()).collect();
        m.title = match h1.as_slice() {
            [one] => Some(one.clone()),
            _ => Some(without_site(&clean(&page.select("title").text()))).filter(|t| !t.is_empty()),
        };
    }
    m.language = page.select("html").attr("lang").map(|l| l.to_string()).filter(|l| !l.trim().is_empty());
    m
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Ottawa takes China to the WTO | The Prairie Ledger` → the first part, if it is the longer one.
fn without_site(title: &str) -> String {
    for mark in [" | ", " – ", " — ", " - ", " :: "] {
        if let Some((before, after)) = title.rsplit_once(mark)
            && before.split_whitespace().count() > after.split_whitespace().count()
        {
            return before.trim().to_owned();
        }
    }
    title.to_owned()
}

/// Names in one metadata string.
fn people(text: &str) -> Vec<String> {
    let text = text.trim();
    let text = text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).unwrap_or(text);
    text.split([';', '|'])
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| {
            if p.matches(',').count() >= 1 && !p.contains("Department") {
                p.split(',').collect::<Vec<_>>()
            } else {
                vec![p]
            }
        })
        .map(clean)
        .filter(|p| !p.is_empty() && p.len() < 120)
        .collect()
}

/// The article in a tree of linked data: objects, arrays, `@graph`.
fn linked_data(value: &Value, m: &mut Meta, depth: usize) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().take(200).for_each(|v| linked_data(v, m, depth + 1)),
        Value::Object(object) => {
            let is_article = match object.get("@type") {
                Some(Value::String(t)) => article_type(t),
                Some(Value::Array(ts)) => ts.iter().filter_map(Value::as_str).any(article_type),
                _ => false,
            };
            if is_article {
                article(object, m);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    linked_data(inner, m, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn article_type(t: &str) -> bool {
    t.ends_with("Article")
        || t.ends_with("Posting")
        || matches!(t, "Report" | "ReportageNewsArticle" | "Statement")
}

fn article(object: &serde_json::Map<String, Value>, m: &mut Meta) {
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(clean).filter(|t| !t.is_empty());
    if m.title.is_none() {
        m.title = text("headline").or_else(|| text("name"));
    }
    if m.date.is_none() {
        m.date = text("datePublished")
            .or_else(|| text("dateCreated"))
            .and_then(|d| dates::iso(&d).or_else(|| dates::written(&d)))
            .map(|d| d.to_string());
    }
    if m.authors.is_empty()
        && let Some(author) = object.get("author")
    {
        let list: Vec<&Value> =
            author.as_array().map_or_else(|| vec![author], |a| a.iter().take(30).collect());
        for person in list {
            let name = person.as_str().or_else(|| person.get("name").and_then(Value::as_str));
            if let Some(name) = name.map(clean).filter(|n| !n.is_empty() && !n.starts_with("http")) {
                m.authors.push(name);
            }
        }
    }
    if m.outlet.is_none() {
        m.outlet = object
            .get("publisher")
            .and_then(|p| p.as_str().or_else(|| p.get("name").and_then(Value::as_str)))
            .map(clean)
            .filter(|o| !o.is_empty());
    }
}
