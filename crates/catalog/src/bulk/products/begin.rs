//! What decides whether a product may begin: its set and its certificate.

use super::typed::Typed;
use crate::bulk::field::Field;
use crate::bulk::known::Known;
use crate::bulk::problem::{BulkCode, RowCode};
use crate::bulk::words;
use crate::listing::{ContentCode, CreateListingError, FindingCode, certificate_holds};
use kernel::{Timestamp, text};
use programme::Certificate;
use std::collections::HashMap;

impl Typed<'_> {
    /// The set: that of a new product, or the one in which it stays.
    pub(super) fn product_set(&mut self, known: Option<&Known>) -> Option<i32> {
        let said = self.text(Field::ProductSet).unwrap_or_default();
        let set = words::product_set(&said);
        match (known, said.trim().is_empty(), set) {
            (Some(known), true, _) => Some(known.product.product_set),
            (None, true, _) => {
                self.refuse(Field::ProductSet, ContentCode::Required);
                None
            }
            (_, false, None) => {
                self.refuse(Field::ProductSet, BulkCode::UnknownProductSet);
                None
            }
            (Some(known), false, Some(set)) => {
                if set != known.product.product_set {
                    self.refuse(Field::ProductSet, BulkCode::ProductSetStays);
                }
                Some(known.product.product_set)
            }
            (None, false, Some(set)) => Some(set),
        }
    }

    /// The certificate that rows name: the producer's own, and in force unless
    /// the listing names it already.
    pub(super) fn certificate<'c>(
        &mut self,
        known: Option<&Known>,
        own: &'c HashMap<String, Certificate>,
        now: Timestamp,
    ) -> Option<&'c Certificate> {
        let number = text::clean(&self.text(Field::Certificate)?);
        if number.is_empty() {
            return None;
        }
        let Some(found) = own.get(&number) else {
            self.refuse(Field::Certificate, ContentCode::UnknownCertificate);
            return None;
        };
        let named = known.is_some_and(|known| known.content.certificate_id == Some(found.id));
        if !named && !certificate_holds(found, now) {
            self.refuse(Field::Certificate, FindingCode::CertificateNotInForce);
        }
        Some(found)
    }

    /// Why a listing may not begin.
    pub(super) fn refuse_new(&mut self, error: &CreateListingError) {
        use CreateListingError as Error;
        let (field, code): (Field, RowCode) = match error {
            Error::NotTrading | Error::NotFound | Error::Fault(_) => {
                (Field::Product, BulkCode::NotTrading.into())
            }
            Error::UnknownCertificate => {
                (Field::Certificate, ContentCode::UnknownCertificate.into())
            }
            Error::UnknownProductSet => (Field::ProductSet, BulkCode::UnknownProductSet.into()),
            Error::LegalFormMismatch => (Field::ProductSet, BulkCode::LegalFormMismatch.into()),
            Error::Name => {
                let told = self.text(Field::Name).is_some_and(|name| !name.is_empty());
                let code = match told {
                    true => ContentCode::TooLong,
                    false => ContentCode::Required,
                };
                (Field::Name, code.into())
            }
            Error::TooMany => (Field::Product, BulkCode::TooManyProducts.into()),
        };
        self.refuse(field, code);
    }
}
