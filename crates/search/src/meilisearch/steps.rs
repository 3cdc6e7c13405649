//! From strict to lenient, as the embedded engine does it: the first step whose
//! words name something decides.

use super::asking::{Answers, Asked, Wording};
use super::schema;
use crate::text::Word;
use crate::{EngineError, reading, text};
use meilisearch_sdk::search::MatchingStrategies;

/// The server looks at no more words.
const MAX_WORDS: usize = 10;

/// Everything that the filters let through.
pub(super) async fn everything(asked: &Asked<'_>) -> Result<Answers, EngineError> {
    let wording = Wording {
        text: String::new(),
        fields: None,
        named_in: None,
        strategy: MatchingStrategies::ALL,
    };
    asked.with(&wording).await
}

/// What the words name, as typed or as they were most likely meant.
pub(super) async fn climb(asked: &Asked<'_>, typed: &[Word]) -> Result<Answers, EngineError> {
    // As they were typed, the last one maybe unfinished. A story that happens
    // to hold the words is not a name.
    let strict = |words: &[Word]| Wording {
        text: join(words.iter().map(|word| word.folded.as_str())),
        fields: Some(&schema::STRICT),
        named_in: Some(&schema::STRICT_NAMES),
        strategy: MatchingStrategies::ALL,
    };
    let found = asked.with(&strict(typed)).await?;
    if found.named {
        return Ok(found);
    }
    let readings = reading::readings(typed);
    for reading in &readings {
        let found = asked.with(&strict(reading)).await?;
        if found.named {
            return Ok(found);
        }
    }
    let words = readings.first().map_or(typed, Vec::as_slice);
    let sound = |word: &Word| text::sound(&word.folded);
    let heard = Wording {
        text: join(words.iter().map(sound)),
        fields: Some(&schema::SOUNDS),
        named_in: Some(&schema::SOUNDS),
        strategy: MatchingStrategies::ALL,
    };
    let found = asked.with(&heard).await?;
    if found.named {
        return Ok(found);
    }
    let words: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let words = words.get(..MAX_WORDS).unwrap_or(&words);
    let text = join(words);
    let lenient = |text| Wording {
        text,
        fields: None,
        named_in: None,
        strategy: MatchingStrategies::ALL,
    };
    let found = asked.with(&lenient(text)).await?;
    if found.named || words.len() < 2 {
        return Ok(found);
    }
    // Fewer words: those that name something at all, half of them at least.
    let counts = asked.counts(words).await?;
    let mut known: Vec<(usize, &str)> = counts.into_iter().zip(words.iter().copied()).collect();
    known.retain(|(count, _)| *count > 0);
    if known.len() < words.len().div_ceil(2) {
        return Ok(found);
    }
    if known.len() < words.len() {
        let found = asked.with(&lenient(join(named(&known)))).await?;
        if found.named {
            return Ok(found);
        }
    }
    // The server leaves out words from the end: what is rare says the most.
    known.sort_by_key(|(count, _)| *count);
    let fewer = Wording {
        strategy: MatchingStrategies::LAST,
        ..lenient(join(named(&known)))
    };
    asked.with(&fewer).await
}

fn named<'a>(words: &[(usize, &'a str)]) -> impl Iterator<Item = &'a str> {
    words.iter().map(|(_, word)| *word)
}

/// So many words as the server looks at.
fn join(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let words = words.into_iter().take(MAX_WORDS);
    let words: Vec<String> = words.map(|word| word.as_ref().to_owned()).collect();
    words.join(" ")
}
