//! Certificates: what a decision of the state says about one product.

use crate::Ground;
use chrono::{Datelike, NaiveDate};
use kernel::{CertificateId, ProducerId, Timestamp, clock};

/// Which level of government issued a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IssuerLevel {
    /// A district, until districts were abolished on 01/07/2025; what it
    /// issued holds to its own last day.
    DistrictLegacy,
    /// A province.
    Province,
    /// The ministry: five stars, and only these.
    Ministry,
}

impl IssuerLevel {
    /// Every level.
    pub const ALL: [IssuerLevel; 3] = [
        IssuerLevel::DistrictLegacy,
        IssuerLevel::Province,
        IssuerLevel::Ministry,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            IssuerLevel::DistrictLegacy => "DISTRICT_LEGACY",
            IssuerLevel::Province => "PROVINCE",
            IssuerLevel::Ministry => "MINISTRY",
        }
    }

    /// The level of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == name)
    }
}

/// What the state says of a certificate today. That its days have run out is
/// not a status: see [`Certificate::in_force`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CertificateStatus {
    /// Holds, within its days.
    Active,
    /// Does not hold for now.
    Suspended,
    /// Taken back by a decision; final.
    Revoked,
    /// Replaced by a newer certificate (renewed or upgraded); final.
    Superseded,
}

impl CertificateStatus {
    /// Every status.
    pub const ALL: [CertificateStatus; 4] = [
        CertificateStatus::Active,
        CertificateStatus::Suspended,
        CertificateStatus::Revoked,
        CertificateStatus::Superseded,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            CertificateStatus::Active => "ACTIVE",
            CertificateStatus::Suspended => "SUSPENDED",
            CertificateStatus::Revoked => "REVOKED",
            CertificateStatus::Superseded => "SUPERSEDED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Whether a decision may bring a certificate from here to there.
    #[must_use]
    pub const fn may_become(self, to: Self) -> bool {
        use CertificateStatus as S;
        matches!(
            (self, to),
            (S::Active, S::Suspended | S::Revoked | S::Superseded)
                | (S::Suspended, S::Active | S::Revoked | S::Superseded)
        )
    }

    /// Whether no further change is possible.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            CertificateStatus::Revoked | CertificateStatus::Superseded
        )
    }
}

/// An OCOP certificate: number, decision, stars and days are what the decision
/// says and never change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// The number printed on it, unique.
    pub number: String,
    /// Whose product it is about.
    pub producer_id: ProducerId,
    /// The product as the decision names it.
    pub product_name: String,
    /// 3 to 5.
    pub stars: i32,
    /// The council's average in hundredths of a point, 0 to 10,000.
    pub score_hundredths: i32,
    /// Scored 90 or more and forwarded to the centre ("tiềm năng 5 sao");
    /// four stars until the ministry decides.
    pub potential_five: bool,
    /// Who issued it, as it names itself.
    pub issuer: String,
    /// The issuer's level.
    pub issuer_level: IssuerLevel,
    /// The number of the decision that it rests on.
    pub decision_number: String,
    /// Its first day.
    pub issued_on: NaiveDate,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// What the state says of it today.
    pub status: CertificateStatus,
    /// Whether an inspection's verdict holds it: nothing is sold under it until
    /// the hold is lifted. The certificate itself stays what the state says of
    /// it, so [`Certificate::in_force`] does not ask this.
    pub held: bool,
    /// The year of the round in which the product was recognised.
    pub recognised_year: Option<i32>,
    /// Whether it is sample data.
    pub demo: bool,
}

impl Certificate {
    /// The first instant of its validity: the start of `issued_on` in Vietnam.
    #[must_use]
    pub fn valid_from(&self) -> Timestamp {
        clock::start_of_day_vietnam(self.issued_on)
    }

    /// The first instant after its validity: the end of `expires_on` in
    /// Vietnam.
    #[must_use]
    pub fn valid_until(&self) -> Timestamp {
        clock::end_of_day_vietnam(self.expires_on)
    }

    /// Whether it holds at `now`: active and within its days.
    #[must_use]
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.status == CertificateStatus::Active
            && self.valid_from() <= now
            && now < self.valid_until()
    }
}

/// One entry of a certificate's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateEvent {
    /// What it became.
    pub status: CertificateStatus,
    /// On which ground it was taken away.
    pub ground: Option<Ground>,
    /// Why, in words.
    pub grounds: Option<String>,
    /// The number of the decision.
    pub decision_number: String,
    /// Who recorded it, as [`kernel::Actor::label`].
    pub actor: String,
    /// When it was recorded.
    pub at: Timestamp,
}

/// How long certificates hold, by the date of issue.
struct Validity {
    /// The first day of issue that the rule is for: year, month, day.
    since: (i32, u32, u32),
    months: u32,
}

/// The rules, oldest first.
const VALIDITY: [Validity; 2] = [
    // Decision 1048/QĐ-TTg of 21/08/2019.
    Validity {
        since: (2019, 8, 21),
        months: 36,
    },
    // Decision 148/QĐ-TTg of 24/02/2023; Decision 1489/QĐ-TTg of 06/07/2025
    // left it as it was.
    Validity {
        since: (2023, 2, 24),
        months: 36,
    },
];

/// How many months a certificate issued on that day holds. Whatever is older
/// than the oldest rule follows the oldest rule.
#[must_use]
pub fn validity_months(issued_on: NaiveDate) -> u32 {
    let day = (issued_on.year(), issued_on.month(), issued_on.day());
    VALIDITY
        .iter()
        .rev()
        .find(|rule| rule.since <= day)
        .unwrap_or(&VALIDITY[0])
        .months
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use std::fmt::Write;

    fn certificate(status: CertificateStatus) -> Certificate {
        let issued_on = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        Certificate {
            id: CertificateId(uuid::Uuid::nil()),
            number: "01/GCN".into(),
            producer_id: ProducerId(uuid::Uuid::nil()),
            product_name: "Cơm cháy".into(),
            stars: 4,
            score_hundredths: 7650,
            potential_five: false,
            issuer: "UBND tỉnh Ninh Bình".into(),
            issuer_level: IssuerLevel::Province,
            decision_number: "123/QĐ-UBND".into(),
            issued_on,
            expires_on: clock::months_after(issued_on, validity_months(issued_on)),
            status,
            held: false,
            recognised_year: None,
            demo: false,
        }
    }

    #[test]
    fn it_holds_from_its_first_to_its_last_instant_in_vietnam() {
        let active = certificate(CertificateStatus::Active);
        assert_eq!(
            active.expires_on,
            NaiveDate::from_ymd_opt(2027, 2, 28).unwrap()
        );
        let tick = Duration::microseconds(1);
        assert_eq!(
            active.valid_from().to_rfc3339(),
            "2024-02-28T17:00:00+00:00"
        );
        assert_eq!(
            active.valid_until().to_rfc3339(),
            "2027-02-28T17:00:00+00:00"
        );
        assert!(!active.in_force(active.valid_from() - tick));
        assert!(active.in_force(active.valid_from()));
        assert!(active.in_force(active.valid_until() - tick));
        assert!(!active.in_force(active.valid_until()));
    }

    #[test]
    fn only_an_active_one_holds() {
        for status in CertificateStatus::ALL {
            assert_eq!(CertificateStatus::parse(status.as_str()), Some(status));
            let certificate = certificate(status);
            let holds = certificate.in_force(certificate.valid_from());
            assert_eq!(holds, status == CertificateStatus::Active, "{status:?}");
        }
    }

    /// The whole table in one picture; a change of it is a decision.
    #[test]
    fn what_decisions_make_of_certificates() {
        let mut table = String::new();
        for status in CertificateStatus::ALL {
            let mut ways = 0;
            for to in CertificateStatus::ALL {
                let allowed = status.may_become(to);
                ways += u32::from(allowed);
                let result = if allowed { "allowed" } else { "refused" };
                writeln!(table, "{} → {}: {result}", status.as_str(), to.as_str()).unwrap();
            }
            assert_eq!(ways == 0, status.is_final(), "{status:?}");
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn validity_follows_the_date_of_issue() {
        for (year, month, day) in [(2018, 12, 1), (2019, 8, 21), (2023, 2, 24), (2026, 1, 1)] {
            let issued = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(validity_months(issued), 36, "{issued}");
        }
    }
}
