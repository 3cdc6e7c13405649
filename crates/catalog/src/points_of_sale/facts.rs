//! What is said of a point of sale, and the rules for it.

use super::{Coordinates, OpeningHours, PointKind};
use kernel::{Phone, text};
use programme::units::UnitSnapshot;

/// What is said of a point of sale.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PointFacts {
    /// What kind of place it is.
    pub kind: PointKind,
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// The organisation that runs it, where no producer does.
    pub organisation: Option<String>,
    /// The province where it is; that of its commune, whatever a command says.
    pub province_code: String,
    /// The commune where it is.
    pub commune_code: String,
    /// House, street, hamlet: 1 to 300 characters.
    pub street: String,
    /// A telephone number; kept in national form.
    pub phone: Option<String>,
    /// Where it is on the map, within Vietnam.
    #[serde(flatten)]
    pub coordinates: Coordinates,
    /// When it is open.
    pub hours: OpeningHours,
    /// Whether it opens by appointment, too (or only, without hours).
    pub by_appointment: bool,
    /// Whether orders can be picked up there.
    pub pick_up: bool,
    /// What else visitors should know, at most 2,000 characters.
    pub notes: Option<String>,
}

/// Which of the facts cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactsRefusal {
    /// A producer's point is no centre of the programme, and only a producer's
    /// is its store.
    #[error("a point of this kind is run by somebody else")]
    Kind,
    /// 1 to 200 characters.
    #[error("the name must have 1 to 200 characters")]
    Name,
    /// At most 200 characters, and none where a producer runs the point.
    #[error("the organisation must have at most 200 characters, and no producer beside it")]
    Organisation,
    /// There is no such commune today.
    #[error("there is no such commune")]
    Commune,
    /// 1 to 300 characters.
    #[error("the street must have 1 to 300 characters")]
    Street,
    /// Not a Vietnamese number.
    #[error("not a Vietnamese telephone number")]
    Phone,
    /// Not in Vietnam.
    #[error("the coordinates are not in Vietnam")]
    Coordinates,
    /// At most 2,000 characters.
    #[error("the notes must have at most 2,000 characters")]
    Notes,
}

impl PointFacts {
    /// The facts as they are kept, for a producer's point or another.
    pub(super) fn checked(
        &self,
        a_producers: bool,
        units: &UnitSnapshot,
        today: chrono::NaiveDate,
    ) -> Result<Self, FactsRefusal> {
        if !self.kind.may_be(a_producers) {
            return Err(FactsRefusal::Kind);
        }
        let organisation = optional(self.organisation.as_deref(), 200);
        let organisation = organisation.ok_or(FactsRefusal::Organisation)?;
        if a_producers && organisation.is_some() {
            return Err(FactsRefusal::Organisation);
        }
        let commune = units.commune(&self.commune_code, today);
        let province_code = commune.and_then(|commune| commune.parent_code.clone());
        if !self.coordinates.in_vietnam() {
            return Err(FactsRefusal::Coordinates);
        }
        let phone = match self.phone.as_deref() {
            Some(typed) => Some(Phone::parse(typed).ok_or(FactsRefusal::Phone)?),
            None => None,
        };
        Ok(Self {
            kind: self.kind,
            name: needed(&self.name, 200).ok_or(FactsRefusal::Name)?,
            name_en: optional(self.name_en.as_deref(), 200).ok_or(FactsRefusal::Name)?,
            organisation,
            province_code: province_code.ok_or(FactsRefusal::Commune)?,
            commune_code: self.commune_code.clone(),
            street: needed(&self.street, 300).ok_or(FactsRefusal::Street)?,
            phone: phone.map(|phone| phone.as_str().to_owned()),
            coordinates: self.coordinates,
            hours: self.hours.clone(),
            by_appointment: self.by_appointment,
            pick_up: self.pick_up,
            notes: lines(self.notes.as_deref(), 2_000).ok_or(FactsRefusal::Notes)?,
        })
    }
}

fn needed(typed: &str, most: usize) -> Option<String> {
    let cleaned = text::clean(typed);
    (!cleaned.is_empty() && cleaned.chars().count() <= most).then_some(cleaned)
}

/// `None` for a text that is too long; one of which nothing is left is no text.
pub(super) fn optional(typed: Option<&str>, most: usize) -> Option<Option<String>> {
    let cleaned = typed.map(text::clean).filter(|text| !text.is_empty());
    let fits = |text: &String| text.chars().count() <= most;
    cleaned.as_ref().is_none_or(fits).then_some(cleaned)
}

fn lines(typed: Option<&str>, most: usize) -> Option<Option<String>> {
    let cleaned = typed.map(text::clean_lines).filter(|text| !text.is_empty());
    let fits = |text: &String| text.chars().count() <= most;
    cleaned.as_ref().is_none_or(fits).then_some(cleaned)
}
