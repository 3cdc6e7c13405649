//! Somebody registers a producer of their own.

use super::record::ProducerRecord;
use super::types::LegalForm;
use crate::errors::{Code, OrFault, error, fault};
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use programme::{ApplyError, NewProducer, RegisterProducerError as Refused};

/// The registrants' part of `Mutation`.
#[derive(Default)]
pub(crate) struct RegisteringMutation;

#[Object]
impl RegisteringMutation {
    /// Registers a producer as an applicant; the caller becomes its owner, and
    /// an officer of its province decides. At most 5 wait at a time.
    /// Permission: any account that is signed in.
    async fn producer_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The producer to be.")] input: ProducerRegisterInput,
    ) -> Result<ProducerRegisterPayload> {
        use ProducerRegisterErrorCode as Is;
        let units = ctx.services().units.snapshot().await.or_fault()?;
        let programme = &ctx.services().programme;
        let refused = match programme.apply(ctx.actor(), &units, input.into()).await {
            Ok(producer) => {
                return Ok(ProducerRegisterPayload {
                    producer: Some(producer.into()),
                    user_errors: Vec::new(),
                });
            }
            Err(refused) => refused,
        };
        let (code, field) = match refused {
            ApplyError::NoAccount => {
                return Err(error(Code::Unauthenticated, "sign in first"));
            }
            ApplyError::UnknownCommune => (Is::CommuneUnknown, "communeCode"),
            ApplyError::TooManyApplications => (Is::TooManyApplications, ""),
            ApplyError::Refused(refused) => match refused {
                Refused::InvalidName => (Is::NameInvalid, "name"),
                Refused::InvalidTaxCode => (Is::TaxCodeInvalid, "taxCode"),
                Refused::TaxCodeTaken => (Is::TaxCodeTaken, "taxCode"),
                Refused::InvalidPhone => (Is::PhoneInvalid, "phone"),
                Refused::InvalidEmail => (Is::EmailInvalid, "email"),
                Refused::InvalidAddress => (Is::StreetInvalid, "street"),
                Refused::InvalidFoundedYear => (Is::FoundedYearInvalid, "foundedYear"),
                Refused::StoryTooLong => (Is::StoryTooLong, "story"),
                Refused::InvalidRegistrationNumber => {
                    (Is::RegistrationNumberInvalid, "registrationNumber")
                }
                Refused::InvalidRepresentative => (Is::RepresentativeInvalid, "representative"),
                Refused::Fault(error) => return Err(fault(&error)),
            },
            ApplyError::Fault(error) => return Err(fault(&error)),
        };
        let path = match field {
            "" => &["input"][..],
            field => &["input", field],
        };
        Ok(ProducerRegisterPayload {
            producer: None,
            user_errors: vec![code.at(ctx.language(), path)],
        })
    }
}

/// A producer to be.
#[derive(InputObject)]
pub(crate) struct ProducerRegisterInput {
    /// What kind of legal person it is.
    legal_form: LegalForm,
    /// Its name, at most 200 characters.
    name: String,
    /// Its name in English, at most 200 characters.
    name_en: Option<String>,
    /// Its tax code: ten digits, ten with a branch (`0100109106-001`), or, for
    /// households and farms, the twelve of a citizen's number.
    tax_code: Option<String>,
    /// The number of its business registration, at most 30 characters.
    registration_number: Option<String>,
    /// Its legal representative's name, at most 100 characters. Never public.
    representative: Option<String>,
    /// A Vietnamese telephone number. Never public.
    phone: String,
    /// Its e-mail address. Never public.
    email: String,
    /// House, street, hamlet, at most 300 characters.
    street: String,
    /// The code of the commune where it sits; the province follows from it.
    commune_code: String,
    /// The year of its founding.
    founded_year: Option<i32>,
    /// Its story, at most 20,000 characters.
    story: Option<String>,
    /// Its story in English, at most 20,000 characters.
    story_en: Option<String>,
}

impl From<ProducerRegisterInput> for NewProducer {
    fn from(input: ProducerRegisterInput) -> Self {
        Self {
            legal_form: input.legal_form.into(),
            name: input.name,
            name_en: input.name_en,
            tax_code: input.tax_code,
            phone: input.phone,
            email: input.email,
            street: input.street,
            commune_code: input.commune_code,
            // The use case takes that of the commune.
            province_code: String::new(),
            founded_year: input.founded_year,
            story: input.story,
            story_en: input.story_en,
            demo: false,
            registration_number: input.registration_number,
            representative: input.representative,
        }
    }
}

/// The applicant, or why there is none.
#[derive(SimpleObject)]
pub(crate) struct ProducerRegisterPayload {
    /// The applicant; null after an error.
    producer: Option<ProducerRecord>,
    /// What is wrong; empty when it was registered.
    user_errors: Vec<ProducerRegisterUserError>,
}

user_errors! {
    /// Why a producer was not registered.
    ProducerRegisterUserError, ProducerRegisterErrorCode {
        /// A name has 1 to 200 characters, with a letter or digit among them.
        NameInvalid: "Tên chủ thể cần có từ 1 đến 200 ký tự." / "A name of 1 to 200 characters is needed.",
        /// Not a tax code, or not one of that legal form.
        TaxCodeInvalid: "Mã số thuế không đúng hoặc không phù hợp với loại hình chủ thể." / "The tax code is wrong, or not one of this legal form.",
        /// A producer with this tax code is registered already.
        TaxCodeTaken: "Mã số thuế này đã được đăng ký." / "A producer with this tax code is registered already.",
        /// Not a Vietnamese telephone number.
        PhoneInvalid: "Số điện thoại không đúng." / "The telephone number is wrong.",
        /// Not an e-mail address.
        EmailInvalid: "Địa chỉ email không đúng." / "The e-mail address is wrong.",
        /// The street has 1 to 300 characters.
        StreetInvalid: "Địa chỉ cần có từ 1 đến 300 ký tự." / "A street of 1 to 300 characters is needed.",
        /// No commune has that code today.
        CommuneUnknown: "Không tìm thấy xã, phường này." / "There is no such commune today.",
        /// The year lies before 1800 or in the future.
        FoundedYearInvalid: "Năm thành lập không hợp lệ." / "The year of founding cannot be.",
        /// A story has at most 20,000 characters.
        StoryTooLong: "Câu chuyện dài quá 20.000 ký tự." / "The story is longer than 20,000 characters.",
        /// The registration number has at most 30 characters.
        RegistrationNumberInvalid: "Số đăng ký kinh doanh dài quá 30 ký tự." / "The registration number is longer than 30 characters.",
        /// The representative's name has at most 100 characters.
        RepresentativeInvalid: "Tên người đại diện dài quá 100 ký tự." / "The representative's name is longer than 100 characters.",
        /// Five applications of the caller wait already.
        TooManyApplications: "Bạn đang có 5 hồ sơ đăng ký chờ duyệt. Vui lòng đợi kết quả." / "Five of your applications wait already. Please wait for an answer.",
    }
}
