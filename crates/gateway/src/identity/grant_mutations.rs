//! Producers' owners give rights and take them back.

use super::grants::{ProducerGrant, ProducerRight};
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::Date;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use identity::{CreateGrantError, NewProducerGrant, RevokeGrantError};
use kernel::{ProducerGrantId, ProducerId};

/// The owners' part of `Mutation`.
#[derive(Default)]
pub(crate) struct GrantMutation;

#[Object]
impl GrantMutation {
    /// Lets another account do named things for a producer, until a last day
    /// or until it is revoked. A right that the account has already is given
    /// anew. Permission: owner of the producer; who was given a right cannot
    /// give it on.
    async fn producer_grant_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who may do what.")] input: ProducerGrantCreateInput,
    ) -> Result<ProducerGrantCreatePayload> {
        use ProducerGrantCreateErrorCode as Is;
        let new = NewProducerGrant {
            producer: ProducerId::from_global(&input.producer_id)?,
            email: input.email,
            rights: input.rights.into_iter().map(Into::into).collect(),
            last_day: input.last_day.map(|day| day.0),
        };
        let identity = &ctx.services().identity;
        let (code, field) = match identity.create_grants(ctx.actor(), &new).await {
            Ok(grants) => {
                return Ok(ProducerGrantCreatePayload {
                    grants: grants.into_iter().map(ProducerGrant).collect(),
                    user_errors: Vec::new(),
                });
            }
            Err(CreateGrantError::NotFound) => (Is::ProducerNotFound, "producerId"),
            Err(CreateGrantError::GranteeNotFound) => (Is::GranteeNotFound, "email"),
            Err(CreateGrantError::OwnAccount) => (Is::OwnAccount, "email"),
            Err(CreateGrantError::NoRights) => (Is::RightsMissing, "rights"),
            Err(CreateGrantError::LastDayPassed) => (Is::LastDayPassed, "lastDay"),
            Err(CreateGrantError::TooManyGrants) => (Is::TooManyGrants, "rights"),
            Err(CreateGrantError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ProducerGrantCreatePayload {
            grants: Vec::new(),
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        })
    }

    /// Takes a right back, at once. Permission: owner of the producer.
    async fn producer_grant_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerGrantRevokeInput,
    ) -> Result<ProducerGrantRevokePayload> {
        let id = ProducerGrantId::from_global(&input.id)?;
        let identity = &ctx.services().identity;
        match identity.revoke_grant(ctx.actor(), id).await {
            Ok(grant) => Ok(ProducerGrantRevokePayload {
                grant: Some(ProducerGrant(grant)),
                user_errors: Vec::new(),
            }),
            Err(RevokeGrantError::NotFound) => Ok(ProducerGrantRevokePayload {
                grant: None,
                user_errors: vec![
                    ProducerGrantRevokeErrorCode::GrantNotFound
                        .at(ctx.language(), &["input", "id"]),
                ],
            }),
            Err(RevokeGrantError::Fault(error)) => Err(fault(&error)),
        }
    }
}

/// Who may do what for a producer.
#[derive(InputObject)]
pub(crate) struct ProducerGrantCreateInput {
    /// The producer.
    producer_id: ID,
    /// The e-mail address of the account that gets the rights.
    email: String,
    /// What for; at least one.
    rights: Vec<ProducerRight>,
    /// The last day on which they hold, today at the earliest; without it they
    /// hold until they are revoked.
    last_day: Option<Date>,
}

/// A right to be taken back.
#[derive(InputObject)]
pub(crate) struct ProducerGrantRevokeInput {
    /// The grant.
    id: ID,
}

/// The rights that were given.
#[derive(SimpleObject)]
pub(crate) struct ProducerGrantCreatePayload {
    /// One for each right; empty after an error.
    grants: Vec<ProducerGrant>,
    /// What is wrong; empty when they were given.
    user_errors: Vec<ProducerGrantCreateUserError>,
}

/// The right that was taken back.
#[derive(SimpleObject)]
pub(crate) struct ProducerGrantRevokePayload {
    /// The right; null after an error.
    grant: Option<ProducerGrant>,
    /// What is wrong; empty when it was taken back.
    user_errors: Vec<ProducerGrantRevokeUserError>,
}

user_errors! {
    /// Why no right was given.
    ProducerGrantCreateUserError, ProducerGrantCreateErrorCode {
        /// The caller owns no such producer.
        ProducerNotFound: "Không tìm thấy chủ thể." / "The producer was not found.",
        /// No active account has that e-mail address.
        GranteeNotFound: "Không có tài khoản nào dùng email này." / "No account has this e-mail address.",
        /// Nobody gives rights to themselves.
        OwnAccount: "Bạn không thể uỷ quyền cho chính mình." / "You cannot give rights to yourself.",
        /// At least one right is needed.
        RightsMissing: "Vui lòng chọn ít nhất một quyền." / "Please choose at least one right.",
        /// The last day lies in the past.
        LastDayPassed: "Ngày hết hạn đã qua." / "The last day lies in the past.",
        /// At most 50 rights of a producer hold at a time.
        TooManyGrants: "Chủ thể đã uỷ quyền quá 50 lượt còn hiệu lực." / "More than 50 rights of this producer would hold at a time.",
    }
}

user_errors! {
    /// Why no right was taken back.
    ProducerGrantRevokeUserError, ProducerGrantRevokeErrorCode {
        /// There is no such grant of a producer of the caller's.
        GrantNotFound: "Không tìm thấy uỷ quyền này." / "The grant was not found.",
    }
}
