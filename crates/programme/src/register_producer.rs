//! A producer asks to take part.

use crate::standing::{ProducerCommand, ProducerEvent};
use crate::store::{producers, standing};
use crate::{LegalForm, Producer, ProducerStatus, Programme, events, tax_code};
use chrono::Datelike;
use db::Tx;
use jobs::Event;
use kernel::{Actor, Email, ProducerId, Timestamp, clock, phone::Phone, text};
use sea_orm::DbErr;

/// The longest name, in characters.
pub(crate) const MAX_NAME: usize = 200;
const MAX_STREET: usize = 300;
const MAX_STORY: usize = 20_000;
const MAX_REGISTRATION_NUMBER: usize = 30;
const MAX_REPRESENTATIVE: usize = 100;

/// A producer to be. It starts as [`ProducerStatus::Applied`].
#[derive(Clone, Debug)]
pub struct NewProducer {
    /// What it is before the law.
    pub legal_form: LegalForm,
    /// Its name, at most 200 characters; the slug is made from it.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Its tax code; see [`tax_code`].
    pub tax_code: Option<String>,
    /// A Vietnamese telephone number, as people write it.
    pub phone: String,
    /// Its e-mail address.
    pub email: String,
    /// House, street, hamlet.
    pub street: String,
    /// The commune of its seat: five digits.
    pub commune_code: String,
    /// The province of its seat: two digits.
    pub province_code: String,
    /// The year in which it was founded.
    pub founded_year: Option<i32>,
    /// Its story.
    pub story: Option<String>,
    /// Its story in English.
    pub story_en: Option<String>,
    /// Whether it is sample data.
    pub demo: bool,
    /// The number of its business registration, at most 30 characters.
    pub registration_number: Option<String>,
    /// Its legal representative's name, at most 100 characters. Personal data.
    pub representative: Option<String>,
}

/// Why a producer was not registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterProducerError {
    /// No name, or one longer than 200 characters.
    #[error("a name of 1 to 200 characters is needed")]
    InvalidName,
    /// Not a tax code, or a citizen's number for a form that is no household.
    #[error("not a Vietnamese tax code of that legal form")]
    InvalidTaxCode,
    /// Another producer has this tax code.
    #[error("another producer has this tax code")]
    TaxCodeTaken,
    /// Not a Vietnamese telephone number.
    #[error("not a Vietnamese telephone number")]
    InvalidPhone,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    InvalidEmail,
    /// The street is missing or overlong, or a code is not of digits.
    #[error("a street, a commune code and a province code are needed")]
    InvalidAddress,
    /// The year lies in the future or before 1800.
    #[error("the year of foundation cannot be")]
    InvalidFoundedYear,
    /// The story is longer than 20,000 characters.
    #[error("the story is too long")]
    StoryTooLong,
    /// The number of the business registration is longer than 30 characters.
    #[error("the registration number is too long")]
    InvalidRegistrationNumber,
    /// The representative's name is longer than 100 characters.
    #[error("the representative's name is too long")]
    InvalidRepresentative,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Registers a producer as an applicant.
    ///
    /// # Errors
    /// [`RegisterProducerError`].
    pub async fn register_producer(
        &self,
        new: NewProducer,
    ) -> Result<ProducerId, RegisterProducerError> {
        let tx = self.db.begin().await?;
        let id = self.register_producer_in(&tx, new).await?;
        tx.commit().await?;
        self.outbox.wake();
        Ok(id)
    }

    /// [`Programme::register_producer`] in the caller's transaction.
    ///
    /// # Errors
    /// [`RegisterProducerError`].
    pub async fn register_producer_in(
        &self,
        tx: &Tx,
        new: NewProducer,
    ) -> Result<ProducerId, RegisterProducerError> {
        let now = self.clock.now();
        let producer = self.insert_applicant(tx, &Actor::System, new, now).await?;
        Ok(producer.id)
    }

    /// Inserts an applicant with the first entry of its history, announced.
    pub(crate) async fn insert_applicant(
        &self,
        tx: &Tx,
        actor: &Actor,
        new: NewProducer,
        now: Timestamp,
    ) -> Result<Producer, RegisterProducerError> {
        let producer = applicant(new, now)?;
        let tax_code = producer.tax_code.clone();
        match self.insert_producer(tx, &actor.label(), producer).await {
            Err(error) => match &tax_code {
                Some(code) if producers::tax_code_taken(tx, code).await? => {
                    Err(RegisterProducerError::TaxCodeTaken)
                }
                _ => Err(error.into()),
            },
            Ok(producer) => Ok(producer),
        }
    }

    /// Inserts a producer under a slug of its own, with the first entry of its
    /// history, and announces it.
    ///
    /// # Errors
    /// [`DbErr`], also for a tax code that is taken.
    pub(crate) async fn insert_producer(
        &self,
        tx: &Tx,
        actor: &str,
        mut producer: Producer,
    ) -> Result<Producer, DbErr> {
        let now = producer.created_at;
        let plain = producer.slug.clone();
        // Two producers may share a name: the later one's slug ends in random
        // digits of its id.
        for attempt in 0..3 {
            if attempt > 0 {
                producer.id = ProducerId::new(now);
                let digits = producer.id.0.simple().to_string();
                producer.slug = format!("{plain}-{}", &digits[digits.len() - 6..]);
            }
            if producers::insert(tx, &producer).await? {
                let entry = ProducerEvent {
                    producer_id: producer.id,
                    status: producer.status,
                    grounds: None,
                    actor: actor.to_owned(),
                    at: now,
                };
                standing::append_event(tx, entry).await?;
                let event = Event {
                    topic: events::PRODUCER_CHANGED,
                    subject: producer.id.0,
                    at: now,
                };
                self.outbox.announce(tx, event).await?;
                return Ok(producer);
            }
        }
        Err(DbErr::Custom(format!("no free slug for {plain:?}")))
    }
}

/// Checks and normalises what was typed.
fn applicant(new: NewProducer, now: Timestamp) -> Result<Producer, RegisterProducerError> {
    use RegisterProducerError as Error;
    let name = text::clean(&new.name);
    let name_en = new
        .name_en
        .as_deref()
        .map(text::clean)
        .filter(|name| !name.is_empty());
    let slug = text::slug(&name);
    let fits = |name: &String| name.chars().count() <= MAX_NAME;
    if slug.is_empty() || !fits(&name) || !name_en.as_ref().is_none_or(fits) {
        return Err(Error::InvalidName);
    }
    let tax_code = new
        .tax_code
        .as_deref()
        .map(text::clean)
        .filter(|code| !code.is_empty());
    let fits_form = |code: &str| tax_code::is_valid_for(code, new.legal_form);
    if !tax_code.as_deref().is_none_or(fits_form) {
        return Err(Error::InvalidTaxCode);
    }
    let phone = Phone::parse(&new.phone)
        .ok_or(Error::InvalidPhone)?
        .as_str()
        .to_owned();
    let email = Email::parse(&new.email)
        .ok_or(Error::InvalidEmail)?
        .normal();
    let street = text::clean(&new.street);
    let is_code =
        |code: &str, length| code.len() == length && code.bytes().all(|b| b.is_ascii_digit());
    if street.is_empty()
        || street.chars().count() > MAX_STREET
        || !is_code(&new.commune_code, 5)
        || !is_code(&new.province_code, 2)
    {
        return Err(Error::InvalidAddress);
    }
    let this_year = clock::day_in_vietnam(now).year();
    if !new
        .founded_year
        .is_none_or(|year| (1800..=this_year).contains(&year))
    {
        return Err(Error::InvalidFoundedYear);
    }
    let optional = |text: Option<String>| {
        text.as_deref()
            .map(text::clean)
            .filter(|text| !text.is_empty())
    };
    let within = |text: &Option<String>, longest: usize| {
        text.as_ref()
            .is_none_or(|text| text.chars().count() <= longest)
    };
    let registration_number = optional(new.registration_number);
    if !within(&registration_number, MAX_REGISTRATION_NUMBER) {
        return Err(Error::InvalidRegistrationNumber);
    }
    let representative = optional(new.representative);
    if !within(&representative, MAX_REPRESENTATIVE) {
        return Err(Error::InvalidRepresentative);
    }
    // Paragraphs stay: a story is the one text of several lines.
    let story = |story: Option<String>| {
        story
            .as_deref()
            .map(text::clean_lines)
            .filter(|story| !story.is_empty())
    };
    let (story, story_en) = (story(new.story), story(new.story_en));
    if [&story, &story_en]
        .into_iter()
        .flatten()
        .any(|story| story.chars().count() > MAX_STORY)
    {
        return Err(Error::StoryTooLong);
    }
    Ok(Producer {
        id: ProducerId::new(now),
        slug,
        legal_form: new.legal_form,
        name,
        name_en,
        tax_code,
        phone,
        email,
        street,
        commune_code: new.commune_code,
        province_code: new.province_code,
        founded_year: new.founded_year,
        story,
        story_en,
        status: ProducerCommand::Register
            .from(None)
            .unwrap_or(ProducerStatus::Applied),
        demo: new.demo,
        created_at: now,
        registration_number,
        representative,
    })
}
