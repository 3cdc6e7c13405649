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
    asked
        .with(&wording(&[], |word| word.folded.clone(), None, None))
        .await
}

/// What the words name, as typed or as they were most likely meant.
pub(super) async fn climb(asked: &Asked<'_>, typed: &[Word]) -> Result<Answers, EngineError> {
    let folded = |word: &Word| word.folded.clone();
    // As they were typed, the last one maybe unfinished. A story that happens
    // to hold the words is not a name.
    let strict = |words: &[Word]| {
        let (fields, names) = (Some(&schema::STRICT[..]), Some(&schema::STRICT_NAMES[..]));
        wording(words, folded, fields, names)
    };
    let found = asked.with(&strict(typed)).await?;
    if found.named {
        return Ok(found);
    }
    let readings = reading::readings(typed);
    for reading in &readings {
        let mut strict = strict(reading);
        if reading.len() > typed.len() {
            // Who runs words together has finished them: with a space after it,
            // the last one is no beginning of a longer one.
            strict.text.push(' ');
        }
        let found = asked.with(&strict).await?;
        if found.named {
            return Ok(found);
        }
    }
    let words = readings.first().map_or(typed, Vec::as_slice);
    let sounds = Some(&schema::SOUNDS[..]);
    let heard = wording(words, |word| text::sound(&word.folded), sounds, sounds);
    let found = asked.with(&heard).await?;
    if found.named {
        return Ok(found);
    }
    let words = words.get(..MAX_WORDS).unwrap_or(words);
    let found = asked.with(&wording(words, folded, None, None)).await?;
    if found.named || words.len() < 2 {
        return Ok(found);
    }
    // Fewer words: those that name something at all, half of them at least. A
    // single one of two counts as it was typed: it would find its neighbours and
    // nothing that was meant.
    let fields = (words.len() == 2).then_some(&schema::STRICT[..]);
    let counts = asked.counts(words, fields).await?;
    let mut known: Vec<(usize, Word)> = counts.into_iter().zip(words.iter().cloned()).collect();
    known.retain(|(count, _)| *count > 0);
    if known.len() < words.len().div_ceil(2) {
        return Ok(found);
    }
    if known.len() < words.len() {
        let fewer = wording(&named(&known), folded, fields, fields);
        let found = asked.with(&fewer).await?;
        if found.named {
            return Ok(found);
        }
    }
    // The server leaves out words from the end: what is rare says the most.
    known.sort_by_key(|(count, _)| *count);
    let fewer = Wording {
        strategy: MatchingStrategies::LAST,
        ..wording(&named(&known), folded, fields, fields)
    };
    asked.with(&fewer).await
}

fn named(words: &[(usize, Word)]) -> Vec<Word> {
    words.iter().map(|(_, word)| word.clone()).collect()
}

/// So many words as the server looks at, all of which must be found.
fn wording<'a>(
    words: &[Word],
    form: impl Fn(&Word) -> String,
    fields: Option<&'a [&'a str]>,
    named_in: Option<&'a [&'a str]>,
) -> Wording<'a> {
    let text: Vec<String> = words.iter().take(MAX_WORDS).map(form).collect();
    Wording {
        text: text.join(" "),
        words: words.to_vec(),
        fields,
        named_in,
        strategy: MatchingStrategies::ALL,
    }
}
