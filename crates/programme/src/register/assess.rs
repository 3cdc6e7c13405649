//! Good lines, held against what the register has.

use super::field::{Columns, Field};
use super::import::{RowError, RowErrorCode};
use super::line::{Line, subject};
use crate::store::{certificates, producers};
use crate::{Certificate, Producer};
use db::Tx;
use kernel::{ProducerId, text};
use sea_orm::DbErr;
use std::collections::{HashMap, HashSet};

/// Whose product a line is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// Of a producer that is there.
    Known(ProducerId),
    /// Of one to be registered; lines with the same key mean the same one.
    New(String),
}

/// What becomes of a line.
pub(super) enum Outcome<'a> {
    /// A certificate to be recorded.
    Create(&'a Line, Whose),
    /// The certificate is there.
    Unchanged,
    /// It cannot be.
    Failed(RowError),
}

/// What becomes of each line, in their order. Reads only.
pub(super) async fn assess<'a>(
    tx: &Tx,
    lines: &[&'a Line],
    columns: &Columns,
) -> Result<Vec<Outcome<'a>>, DbErr> {
    let known = Known::load(tx, lines).await?;
    let numbers: Vec<&str> = lines
        .iter()
        .map(|line| line.certificate.number.as_str())
        .collect();
    let holders = certificates::holders(tx, &numbers).await?;
    let mut new = NewProducers::default();
    let whose: Vec<Result<Whose, RowErrorCode>> = lines
        .iter()
        .map(|line| {
            let holder = holders.get(&line.certificate.number);
            let found = known.producer(line, holder)?;
            Ok(found.unwrap_or_else(|| new.key(line)))
        })
        .collect();

    let owners: HashSet<ProducerId> = whose
        .iter()
        .filter_map(|whose| match whose {
            Ok(Whose::Known(id)) => Some(*id),
            _ => None,
        })
        .collect();
    let owners: Vec<ProducerId> = owners.into_iter().collect();
    let mut theirs: HashMap<(ProducerId, String), Vec<Certificate>> = HashMap::new();
    for certificate in certificates::of_producers(tx, &owners).await? {
        let about = subject(&certificate.decision_number, &certificate.product_name);
        let key = (certificate.producer_id, about);
        theirs.entry(key).or_default().push(certificate);
    }
    let mut taken: HashSet<String> = holders.into_keys().collect();

    let mut seen = HashSet::new();
    let mut outcomes = Vec::with_capacity(lines.len());
    for (line, whose) in lines.iter().zip(whose) {
        let fail = |field, code| Outcome::Failed(error(line, columns, field, code));
        let whose = match whose {
            Ok(whose) => whose,
            Err(code @ RowErrorCode::ProducerElsewhere) => {
                outcomes.push(fail(Field::TaxCode, code));
                continue;
            }
            Err(code) => {
                outcomes.push(fail(Field::ProducerName, code));
                continue;
            }
        };
        let there = match &whose {
            Whose::Known(id) => theirs.get(&(*id, line.subject())),
            Whose::New(_) => None,
        };
        outcomes.push(match there {
            Some(there) if there.iter().any(|certificate| same(line, certificate)) => {
                Outcome::Unchanged
            }
            Some(_) => fail(Field::ProductName, RowErrorCode::Differs),
            None if !seen.insert((whose.clone(), line.subject())) => {
                fail(Field::ProductName, RowErrorCode::DuplicateRow)
            }
            None if !taken.insert(line.certificate.number.clone()) => {
                fail(Field::CertificateNumber, RowErrorCode::NumberTaken)
            }
            None => Outcome::Create(line, whose),
        });
    }
    Ok(outcomes)
}

/// An error at one of a line's cells.
pub(super) fn error(line: &Line, columns: &Columns, field: Field, code: RowErrorCode) -> RowError {
    RowError::at(columns.at(line.number, Some(field)), code)
}

/// Whether the register says the same. A made number is not the line's word.
fn same(line: &Line, there: &Certificate) -> bool {
    let said = &line.certificate;
    said.stars == there.stars
        && said.score_hundredths == there.score_hundredths
        && said.issued_on == there.issued_on
        && (!line.numbered || said.number == there.number)
}

/// The producers that lines may mean.
struct Known {
    by_code: HashMap<String, Producer>,
    by_name: HashMap<(String, String), Vec<Producer>>,
}

impl Known {
    async fn load(tx: &Tx, lines: &[&Line]) -> Result<Self, DbErr> {
        let codes: HashSet<&str> = lines
            .iter()
            .filter_map(|line| line.producer.tax_code.as_deref())
            .collect();
        let names: HashSet<String> = lines
            .iter()
            .map(|line| text::fold(&line.producer.name))
            .collect();
        let mut known = Self {
            by_code: HashMap::new(),
            by_name: HashMap::new(),
        };
        for producer in producers::matching(tx, codes, names).await? {
            if let Some(code) = &producer.tax_code {
                known.by_code.insert(code.clone(), producer.clone());
            }
            let key = (producer.province_code.clone(), text::fold(&producer.name));
            known.by_name.entry(key).or_default().push(producer);
        }
        Ok(known)
    }

    /// The producer of a line; `None` where there is none yet. Of several of
    /// one name it is whoever holds the certificate of the line's number.
    fn producer(
        &self,
        line: &Line,
        holder: Option<&ProducerId>,
    ) -> Result<Option<Whose>, RowErrorCode> {
        let said = &line.producer;
        let by_code = said
            .tax_code
            .as_ref()
            .and_then(|code| self.by_code.get(code));
        if let Some(producer) = by_code {
            if producer.province_code != said.province_code {
                return Err(RowErrorCode::ProducerElsewhere);
            }
            return Ok(Some(Whose::Known(producer.id)));
        }
        let key = (said.province_code.clone(), text::fold(&said.name));
        let namesakes = self.by_name.get(&key).map_or(&[][..], Vec::as_slice);
        // With a code that nobody has, it can only be one whose code is not
        // known.
        let possible: Vec<ProducerId> = namesakes
            .iter()
            .filter(|producer| said.tax_code.is_none() || producer.tax_code.is_none())
            .map(|producer| producer.id)
            .collect();
        match (possible.as_slice(), holder) {
            ([], _) => Ok(None),
            ([one], _) => Ok(Some(Whose::Known(*one))),
            (several, Some(holder)) if several.contains(holder) => Ok(Some(Whose::Known(*holder))),
            _ => Err(RowErrorCode::ProducerAmbiguous),
        }
    }
}

/// Producers that the lines of one chunk bring along.
#[derive(Default)]
struct NewProducers {
    /// The key of each name, and whether a tax code came with it.
    by_name: HashMap<(String, String), (String, bool)>,
}

impl NewProducers {
    fn key(&mut self, line: &Line) -> Whose {
        let said = &line.producer;
        let name = (said.province_code.clone(), text::fold(&said.name));
        let coded = said.tax_code.is_some();
        let (key, was_coded) = self
            .by_name
            .entry(name)
            .or_insert_with(|| (said.key(), coded));
        // Two codes are two producers, whatever their names.
        if coded && *was_coded {
            return Whose::New(said.key());
        }
        Whose::New(key.clone())
    }
}
