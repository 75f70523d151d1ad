//! Where a noun belongs: its nation, its seat, its keeper, its owner, the home of the text; and the role that its words give it.
//!
//! Must not know events.

use dyad_record::EntityKind;
use dyad_syntax::Upos;

use super::parties::{Parties, Party};
use super::tree::{case_of, hyphened, lemma, lower};
use crate::At;

/// Beginnings of codes that name no country.
const NO_COUNTRY: [&str; 4] = ["IGO", "NGO", "MNC", "NSA"];

impl Parties<'_> {
    /// The only country that a sentence names, by a name, an adjective or a place in it.
    pub(super) fn only_country(&self, s: usize) -> Option<String> {
        let mut found: Option<String> = None;
        for t in 0..self.cx.sentences()[s].tokens.len() {
            let at = At { s, t };
            if !self.cx.token(at).form.starts_with(char::is_uppercase) {
                continue;
            }
            let country = self.country_of_word(at).map(|c| c.0).or_else(|| self.place_country(at));
            let named = || {
                let code = self.entity(at).and_then(|e| self.code_of(e))?;
                Some(code.split(':').next()?.to_owned()).filter(|c| !NO_COUNTRY.contains(&c.as_str()))
            };
            let Some(country) = country.or_else(named) else { continue };
            if found.as_ref().is_some_and(|f| *f != country) {
                return None;
            }
            found = Some(country);
        }
        found
    }

    /// The lemma of a noun; of a capitalised plural at the start of a sentence ("Youths in Kisumu"), which is taken for a name, the word of the
    /// tables that it is.
    pub(super) fn noun(&self, at: At) -> String {
        let t = self.cx.token(at);
        let own = lemma(t);
        if t.upos != Upos::Propn || at.t > 0 {
            return own;
        }
        let form = lower(t);
        self.cx.knowledge.roles.person(&form).map_or(own, |p| p.0.word.to_owned())
    }

    /// Of the two countries of the text the other one.
    pub(super) fn other_country(&self, country: &str) -> Option<String> {
        let pair = self.home.pair.as_ref().filter(|p| p.iter().any(|c| c == country))?;
        pair.iter().find(|c| *c != country).cloned()
    }

    /// True for the country where the text is at home, or comes from.
    pub(super) fn is_home(&self, country: &str) -> bool {
        self.home_or_source() == Some(country)
    }

    /// The country where the text is at home, else the one that it was sent from.
    fn home_or_source(&self) -> Option<&str> {
        self.home.country.as_deref().or(self.home.sent_from.as_deref())
    }

    /// The country of who speaks the words around.
    fn speakers_country(&self, at: At) -> Option<String> {
        let code = self.code_of(self.speaker_around(self.cx.token(at).span)?)?;
        let country = code.split(':').next()?;
        (!NO_COUNTRY.contains(&country)).then(|| country.to_owned())
    }

    /// Whether a noun is for an office or body of a state, and the role that the tables of offices and bodies give it.
    fn office(&self, noun: &str) -> (bool, Option<&'static str>) {
        let k = self.cx.knowledge;
        let (person, body) = (k.roles.person(noun).map(|p| p.0), k.roles.body(noun).map(|b| b.0));
        let state = person.is_some_and(|p| p.state) || body.is_some_and(|b| b.state);
        (state, person.and_then(|p| p.role).or_else(|| body.and_then(|b| b.role)))
    }

    /// The role of a noun for an office or body of a state.
    pub(super) fn state_role(&self, noun: &str) -> Option<&'static str> {
        let (state, role) = self.office(noun);
        role?.split(':').next().filter(|_| state)
    }

    /// The code of an office, a body or people of whom nothing says where they belong, in a text that is at home somewhere:
    /// "police", "the government", where no other country is named also "nurses".
    pub(super) fn at_home(&self, noun: &str) -> Option<String> {
        self.at_home_in(self.home_or_source()?, self.home.alone, noun)
    }

    /// The same for a home that is known; `alone` if nobody else's people can be meant.
    fn at_home_in(&self, country: &str, alone: bool, noun: &str) -> Option<String> {
        let (state, role) = self.office(noun);
        let events = &self.cx.knowledge.events;
        let role = events.actor_role(noun).or(role)?.split(':').next()?;
        // Companies, gunmen and migrants of a text may be anybody's.
        let people = role != "CVL" && self.is_local(role, noun) || events.in_class(noun, "locals");
        // "Senator Ruiz".
        let elected = role == "LEG" && self.cx.knowledge.roles.person(noun).is_some_and(|p| p.0.title);
        (state || elected || alone && people).then(|| format!("{country}:{role}"))
    }

    /// True for a role, and a noun that has it, of people or bodies who are of the place where they are met.
    fn is_local(&self, role: &str, noun: &str) -> bool {
        let events = &self.cx.knowledge.events;
        events.in_class(&role.to_lowercase(), "local-roles") && !events.in_class(noun, "anybody")
    }

    /// The code of people or a body who are of the place where the story plays: "rebels", "students", "the opposition"; not "two men".
    pub(super) fn of_the_scene(&self, country: &str, at: At) -> Option<String> {
        let code = self.of_country(country, at);
        let role = code.split(':').nth(1)?;
        self.is_local(role, &self.noun(at)).then_some(code)
    }

    /// As [`Self::at_home`], of a noun where it stands: "the rebels", "the marchers" of a text that has a home are its own.
    pub(super) fn at_home_here(&self, at: At) -> Option<String> {
        let cx = self.cx;
        // "Rebel commanders in South Kivu" are at home there, wherever that is.
        let noun = lemma(cx.token(at));
        let elsewhere = cx.children_by(at, &["nmod"]).any(|c| {
            let there = matches!(case_of(cx, c).as_deref(), Some("in" | "of" | "from"));
            // "Police in Bawku", a town that nobody knows, are still the country's own.
            let unknown = || self.state_role(&noun).is_some() && self.resolve_within(c, 0).code.is_none();
            cx.token(c).upos == Upos::Propn && there && !unknown()
        });
        if elsewhere {
            return None;
        }
        // "Prado said that police had seized it": her country's police.
        let speaker = self.speakers_country(at);
        if let Some(code) = speaker.and_then(|c| self.at_home_in(&c, false, &noun)) {
            return Some(code);
        }
        if let Some(code) = self.at_home(&noun) {
            return Some(code);
        }
        let before = |class: &str| {
            cx.children_by(at, &["compound", "amod"])
                .any(|c| c.t < at.t && cx.knowledge.events.in_class(&lemma(cx.token(c)), class))
        };
        if before("ours")
            && let Some(country) = self.home_or_source()
        {
            let code = self.of_country(country, at);
            return code.contains(':').then_some(code);
        }
        let country = self.home.country.as_deref()?;
        let the = cx.children_by(at, &["det"]).any(|d| lower(cx.token(d)) == "the");
        if !the {
            return None;
        }
        let code = self.of_country(country, at);
        let role = code.split(':').nth(1)?;
        (role == "GOV" || role != "CRM" && self.is_local(role, "")).then_some(code)
    }

    /// The country of the place that opens the clause in which a noun acts: "**In Mexico City** the minister warned".
    pub(super) fn fronted_place(&self, subject: At) -> Option<String> {
        let cx = self.cx;
        let verb = cx.head(subject).filter(|v| cx.token(subject).rel() == "nsubj" && v.t > subject.t)?;
        let place = cx
            .children_by(verb, &["obl"])
            .find(|o| o.t < subject.t && case_of(cx, *o).as_deref() == Some("in") && self.is_where(*o))?;
        self.resolve_within(place, 0).country().map(str::to_owned)
    }

    /// True where a place's name stands for who governs there: as a subject, an owner, or behind "by", "from", "with".
    pub(super) fn acting(&self, at: At) -> bool {
        let mut word = at;
        while self.cx.token(word).rel() == "conj" {
            let Some(h) = self.cx.head(word) else { break };
            word = h;
        }
        let t = self.cx.token(word);
        t.deprel == "nsubj"
            || t.deprel == "nmod:poss"
            || matches!(case_of(self.cx, word).as_deref(), Some("by" | "from" | "with"))
    }

    /// The code that an adjective or name of a country before the noun gives.
    pub(super) fn by_nationality(&self, at: At) -> Option<String> {
        let iso = self
            .cx
            .children_by(at, &["amod", "compound", "nmod"])
            .filter(|c| c.t < at.t && self.cx.token(*c).deprel != "nmod:poss")
            // "Mexican navy divers", "a Chinese coast guard ship": the nation may hang on a noun before.
            .flat_map(|c| {
                let inner = move |w: At| self.cx.children_by(w, &["amod", "compound"]);
                std::iter::once(c).chain(inner(c).flat_map(move |d| std::iter::once(d).chain(inner(d))))
            })
            .find_map(|c| {
                let named = self.country_of_word(c).filter(|_| !self.hyphened(c));
                named.map(|c| c.0).or_else(|| self.maker(c))
            })?;
        Some(self.of_country(&iso, at))
    }

    /// The second part of "Pan-American".
    pub(super) fn hyphened(&self, at: At) -> bool {
        self.cx.text()[..self.cx.token(at).span.start].ends_with('-')
    }

    /// The codes that several joined adjectives of countries give one noun, in the order of the text.
    /// "Pakistani and Afghan guards", "the foreign ministers of Jordan and Iraq", "Jordan and Iraq's foreign ministers".
    pub(super) fn nationalities(&self, at: At) -> Vec<String> {
        let cx = self.cx;
        let many = cx.token(at).feat("Number") == Some("Plur") || cx.token(at).form.ends_with('s');
        let before = cx.children_by(at, &["amod", "compound"]).filter(|c| c.t < at.t);
        let owners = cx.children_by(at, &["nmod"]).filter(|c| {
            many && (cx.token(*c).deprel == "nmod:poss" || case_of(cx, *c).as_deref() == Some("of"))
                && self.is_human(&lemma(cx.token(at)))
        });
        let mut codes: Vec<String> = Vec::new();
        // "Spanish and Moroccan police", the first adjective taken for the noun.
        let above = cx.head(at).filter(|h| cx.token(at).rel() == "conj" && cx.token(*h).upos == Upos::Adj);
        if let Some((iso, _)) = above.and_then(|h| self.country_of_word(h)) {
            codes.push(self.of_country(&iso, at));
        }
        // "Russia and Turkey's foreign ministers", the countries hung on the verb.
        let beside = cx.head(at).filter(|_| many && cx.token(at).rel() == "nsubj");
        let beside = beside.and_then(|v| {
            cx.children_by(v, &["nsubj"]).find(|c| c.t < at.t && super::tree::joined_owner(cx, *c, at))
        });
        for first in beside.into_iter().chain(before).chain(owners) {
            if let Some(pair) = self.home.pair.as_ref().filter(|_| self.means_the_pair(first)) {
                // "Officials of the two countries".
                return pair.iter().map(|iso| self.of_country(iso, at)).collect();
            }
            for c in std::iter::once(first).chain(cx.children_by(first, &["conj"])) {
                let code = self.country_of_word(c).map(|(iso, _)| self.of_country(&iso, at));
                codes.extend(code.filter(|c| !codes.contains(c)));
            }
        }
        if codes.is_empty()
            && let Some(pair) = self.home.pair.as_ref().filter(|_| many && self.means_the_pair(at))
        {
            codes.extend(pair.iter().map(|iso| self.of_country(iso, at)));
        }
        codes
    }

    /// "The two neighbours", "both capitals": in a text about two countries, these two.
    pub(super) fn means_the_pair(&self, at: At) -> bool {
        let cx = self.cx;
        // "The two", "its two", "both"; not "two more battalions".
        let has = |words: &[&str]| {
            cx.children_by(at, &["det", "nummod", "amod", "nmod"])
                .any(|d| words.contains(&lower(cx.token(d)).as_str()))
        };
        let two = has(&["both"])
            || has(&["two"]) && has(&["the", "these", "those", "its", "his", "her", "their", "our"]);
        let noun = lemma(cx.token(at));
        let party = cx.knowledge.events.in_class(&noun, "parties") || self.state_role(&noun).is_some();
        // "China appealed to its two neighbours": who has them is none of them.
        let of_a_third = |c: At, code: &str| {
            let pair = self.home.pair.iter().flatten();
            cx.token(c).deprel == "nmod:poss" && pair.into_iter().all(|p| !code.starts_with(p.as_str()))
        };
        let told = cx
            .children_by(at, &["nmod", "appos"])
            .any(|c| self.resolve_within(c, 0).code.is_some_and(|code| !of_a_third(c, &code)));
        two && party && !told
    }

    /// "Its northern neighbour": of the two countries of the text the other one.
    pub(super) fn opposite(&self, at: At) -> Option<String> {
        let cx = self.cx;
        if !cx.knowledge.events.in_class(&lemma(cx.token(at)), "opposite") {
            return None;
        }
        let owner = cx.children_by(at, &["nmod"]).find(|c| cx.token(*c).deprel == "nmod:poss")?;
        self.other_country(self.resolve_within(owner, 0).country()?)
    }

    /// The code of a country's body or people, with the role that the noun tells, or the noun before it: "Kenyan **border guards**",
    /// "Mexican **navy** divers", "a Syrian **army** camp".
    pub(super) fn of_country(&self, iso: &str, at: At) -> String {
        let cx = self.cx;
        let k = cx.knowledge;
        // "The secretary-general" is no general.
        let own = hyphened(cx, at).unwrap_or_else(|| self.noun(at));
        let mut parts: Vec<String> = Vec::new();
        for c in cx.children_by(at, &["compound", "amod"]).filter(|c| c.t < at.t) {
            let word = lemma(cx.token(c));
            // "A coast guard ship".
            let before = cx.children_by(c, &["compound", "amod"]).find(|d| d.t + 1 == c.t);
            parts.extend(before.map(|d| format!("{} {word}", lemma(cx.token(d)))));
            parts.push(word);
        }
        let first = |role: &'static str| role.split(':').next();
        // "the exiled Malian leader", "a former minister" hold no office.
        let unofficial = cx
            .children_by(at, &["amod", "compound"])
            .any(|c| k.events.in_class(&lemma(cx.token(c)), "unofficial"));
        let phrase = |part: &String| {
            let words = format!("{part} {own}");
            let person = k.roles.person(&words).and_then(|p| p.0.role);
            person.or_else(|| k.roles.body(&words).and_then(|b| b.0.role))
        };
        let role = parts
            .iter()
            .find_map(phrase)
            .and_then(first)
            .or_else(|| k.events.actor_role(&own).filter(|r| *r != "CVL" && !(unofficial && *r == "GOV")))
            .or_else(|| parts.iter().find_map(|p| k.roles.body(p).and_then(|b| b.0.role)).and_then(first))
            .or_else(|| k.events.actor_role(&own));
        match role {
            Some(role) => format!("{iso}:{role}"),
            None => iso.to_owned(),
        }
    }

    /// The country in "Japanese-drafted", "U.S.-led".
    pub(super) fn maker(&self, at: At) -> Option<String> {
        let cx = self.cx;
        let form = cx.token(at).form.as_str();
        // The trees cut "Saudi-led" at its hyphen.
        let parted = || {
            hyphened(cx, at)?;
            Some((cx.token(At { s: at.s, t: at.t.checked_sub(2)? }).form.as_str(), form))
        };
        let (first, second) = form.rsplit_once('-').or_else(parted)?;
        let made = self.cx.knowledge.events.in_class(&second.to_lowercase(), "madeby");
        let country = self.cx.knowledge.countries.lookup(first).filter(|_| made)?;
        first.starts_with(char::is_uppercase).then(|| country.0.iso3.clone())
    }

    /// The country where a body or the people of a place sit: "a court in Guyana", "protesters in Beijing".
    pub(super) fn by_seat(&self, at: At) -> Option<String> {
        let t = self.cx.token(at);
        let l = self.noun(at);
        if !matches!(t.upos, Upos::Noun | Upos::Propn) || !self.is_human(&l) {
            return None;
        }
        let seat = |c: &At| {
            matches!(case_of(self.cx, *c).as_deref(), Some("in" | "of" | "from")) && self.is_where(*c)
        };
        // "recognised the government in Lima": the parser may hang the place on the verb.
        let near = |c: &At| c.t > at.t && c.t <= at.t + 3 && case_of(self.cx, *c).as_deref() == Some("in");
        let place = self.cx.children_by(at, &["nmod"]).filter(|c| c.t > at.t).find(seat).or_else(|| {
            let body = self.state_role(&l).is_some();
            let verb = self.cx.head(at).filter(|v| body && self.cx.token(*v).upos == Upos::Verb)?;
            self.cx.children_by(verb, &["obl"]).find(|c| near(c) && seat(c))
        })?;
        let owner = self.resolve_within(place, 1);
        owner.country().map(|c| self.of_country(c, at))
    }

    /// The code of a body or person through its keeper: "his government", "the Petrov administration", "aides to the king".
    pub(super) fn by_keeper(&self, at: At) -> Option<String> {
        let t = self.cx.token(at);
        let l = lemma(t);
        // "Their counterparts", "its rival" are not their own.
        let other = self.cx.knowledge.events.in_class(&l, "opposite");
        if t.upos != Upos::Noun || !self.is_human(&l) || other {
            return None;
        }
        let keeper = |c: &At| {
            let child = self.cx.token(*c);
            child.deprel == "nmod:poss"
                || child.rel() == "compound" && self.entity(*c).is_some()
                || child.rel() == "nmod" && matches!(case_of(self.cx, *c).as_deref(), Some("of"))
                || child.rel() == "nmod"
                    && case_of(self.cx, *c).as_deref() == Some("from")
                    && self.entity(*c).is_some_and(|e| self.kind_of(e) == Some(EntityKind::Organization))
                || child.rel() == "nmod"
                    && l.starts_with("spokes")
                    && case_of(self.cx, *c).as_deref() == Some("for")
        };
        // "The M23 rebels": a name that the tables know.
        let named = self.cx.children_by(at, &["compound"]).find_map(|c| {
            let form = &self.cx.token(c).form;
            self.cx
                .knowledge
                .organizations
                .lookup(form)?
                .actor
                .filter(|_| form.starts_with(char::is_uppercase))
        });
        let kids = self.cx.children(at).iter().map(|t| At { s: at.s, t: *t });
        let kept = || kids.filter(keeper).find_map(|c| self.resolve_within(c, 0).code);
        let code = named.map(str::to_owned).or_else(kept)?;
        // "An M23 spokesman" speaks for rebels, not for a government.
        if l.starts_with("spokes") && code.contains(':') {
            return Some(code);
        }
        Some(self.of_country(code.split(':').next()?, at))
    }

    /// Who owns a thing: "X's", "of X", "by X", "from X", "in X".
    pub(super) fn owner(&self, at: At, depth: usize) -> Option<Party> {
        let mut candidates: Vec<At> = self
            .cx
            .children(at)
            .iter()
            .map(|t| At { s: at.s, t: *t })
            .filter(|c| self.cx.token(*c).deprel == "nmod:poss")
            .collect();
        // "talks in Brussels" are nobody's of Brussels.
        let act = !self.cx.knowledge.events.nouns.of(&lemma(self.cx.token(at))).is_empty();
        let (mine, its_place) = (["by", "of", "from"], ["against", "in", "with", "on"]);
        let compounds = || self.cx.children_by(at, &["compound"]).filter(|c| self.entity(*c).is_some());
        for (k, p) in mine.into_iter().chain(its_place).enumerate() {
            if act && matches!(p, "in" | "on") {
                continue;
            }
            if k == mine.len() {
                // "The United Nations mission in Kabul".
                candidates.extend(compounds());
            }
            candidates.extend(self.cx.children_by(at, &["nmod"]).filter(|c| {
                self.cx.token(*c).deprel != "nmod:poss" && case_of(self.cx, *c).as_deref() == Some(p)
            }));
        }
        // "a proposal submitted by X", "threats made by X".
        for a in self.cx.children_by(at, &["acl"]) {
            candidates.extend(
                self.cx.children_by(a, &["obl"]).filter(|c| case_of(self.cx, *c).as_deref() == Some("by")),
            );
        }
        // "the act and the threats of X": what is joined has the same owner where only the last names one.
        candidates
            .extend(self.cx.children_by(at, &["conj"]).filter(|c| self.cx.token(*c).upos == Upos::Noun));
        candidates
            .into_iter()
            .map(|c| self.resolve_within(c, depth - 1))
            .find(|p| p.code.is_some() || p.entity.is_some())
    }
}
