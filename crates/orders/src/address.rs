//! Where to deliver: two tiers, province and commune, since 1 July 2025.

use kernel::{Email, Phone, Timestamp, clock::day_in_vietnam, text};
use programme::units::UnitSnapshot;

/// Who buys, as the shopper typed it.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct ContactInput {
    pub recipient: String,
    pub phone: String,
    pub email: Option<String>,
}

/// Whom the producer calls: enough where nothing is carried.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Contact {
    pub recipient: String,
    pub phone: String,
    pub email: Option<String>,
}

/// An address as the shopper typed it.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct AddressInput {
    pub recipient: String,
    pub phone: String,
    pub email: Option<String>,
    pub province_code: String,
    pub commune_code: String,
    pub street: String,
}

/// A checked address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Address {
    pub recipient: String,
    pub phone: String,
    pub email: Option<String>,
    pub province_code: String,
    pub commune_code: String,
    pub street: String,
}

/// What is wrong with an address; each names its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Between 2 and 100 characters.
    #[error("the recipient's name must have 2 to 100 characters")]
    Recipient,
    /// Not a Vietnamese number.
    #[error("the phone number is not a Vietnamese one")]
    Phone,
    /// Not an e-mail address.
    #[error("the e-mail address is not one")]
    Email,
    /// Between 2 and 200 characters.
    #[error("the street must have 2 to 200 characters")]
    Street,
    /// Not in force today.
    #[error("no such province today")]
    Province,
    /// Not in force today, or in another province.
    #[error("no such commune in the province today")]
    Commune,
}

impl ContactInput {
    /// Checks who buys.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn check(&self) -> Result<Contact, AddressError> {
        let recipient = text::clean(&self.recipient);
        if !(2..=100).contains(&recipient.chars().count()) {
            return Err(AddressError::Recipient);
        }
        let phone = Phone::parse(&self.phone).ok_or(AddressError::Phone)?;
        let typed = self.email.as_deref().map(str::trim);
        let email = typed
            .filter(|email| !email.is_empty())
            .map(|email| Email::parse(email).ok_or(AddressError::Email))
            .transpose()?;
        Ok(Contact {
            recipient,
            phone: phone.as_str().to_owned(),
            email: email.map(|email| email.as_str().to_owned()),
        })
    }
}

impl AddressInput {
    /// Checks an address against the administrative units of the day.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn check(&self, units: &UnitSnapshot, now: Timestamp) -> Result<Address, AddressError> {
        let today = day_in_vietnam(now);
        let contact = ContactInput {
            recipient: self.recipient.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
        };
        let contact = contact.check()?;
        let street = text::clean(&self.street);
        if !(2..=200).contains(&street.chars().count()) {
            return Err(AddressError::Street);
        }
        let province = units
            .province(&self.province_code, today)
            .ok_or(AddressError::Province)?;
        let commune = units
            .commune(&self.commune_code, today)
            .filter(|commune| commune.parent_code.as_deref() == Some(province.code.as_str()))
            .ok_or(AddressError::Commune)?;
        Ok(Address {
            recipient: contact.recipient,
            phone: contact.phone,
            email: contact.email,
            province_code: province.code.clone(),
            commune_code: commune.code.clone(),
            street,
        })
    }
}
