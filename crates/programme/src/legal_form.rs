//! What a producer is before the law.

use crate::taxonomy::ProductGroup;
use kernel::Language;

/// A producer's legal form (Decision 919/QĐ-TTg of 2022 says which may take
/// part).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LegalForm {
    /// Hợp tác xã.
    Cooperative,
    /// Liên hiệp hợp tác xã.
    CooperativeUnion,
    /// Tổ hợp tác: without legal personality.
    CooperativeGroup,
    /// Công ty cổ phần.
    Jsc,
    /// Công ty trách nhiệm hữu hạn.
    Llc,
    /// Doanh nghiệp tư nhân.
    PrivateEnterprise,
    /// Hộ kinh doanh, also a producing household that is registered.
    HouseholdBusiness,
    /// Trang trại.
    Farm,
    /// Hội, hiệp hội.
    Association,
    /// Trung tâm điều hành du lịch cộng đồng.
    TourismBoard,
}

impl LegalForm {
    /// Every form.
    pub const ALL: [LegalForm; 10] = [
        LegalForm::Cooperative,
        LegalForm::CooperativeUnion,
        LegalForm::CooperativeGroup,
        LegalForm::Jsc,
        LegalForm::Llc,
        LegalForm::PrivateEnterprise,
        LegalForm::HouseholdBusiness,
        LegalForm::Farm,
        LegalForm::Association,
        LegalForm::TourismBoard,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            LegalForm::Cooperative => "COOPERATIVE",
            LegalForm::CooperativeUnion => "COOPERATIVE_UNION",
            LegalForm::CooperativeGroup => "COOPERATIVE_GROUP",
            LegalForm::Jsc => "JSC",
            LegalForm::Llc => "LLC",
            LegalForm::PrivateEnterprise => "PRIVATE_ENTERPRISE",
            LegalForm::HouseholdBusiness => "HOUSEHOLD_BUSINESS",
            LegalForm::Farm => "FARM",
            LegalForm::Association => "ASSOCIATION",
            LegalForm::TourismBoard => "TOURISM_BOARD",
        }
    }

    /// The form of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == name)
    }

    /// The name that people see.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            LegalForm::Cooperative => language.pick("Hợp tác xã", "Cooperative"),
            LegalForm::CooperativeUnion => {
                language.pick("Liên hiệp hợp tác xã", "Union of cooperatives")
            }
            LegalForm::CooperativeGroup => language.pick("Tổ hợp tác", "Cooperative group"),
            LegalForm::Jsc => language.pick("Công ty cổ phần", "Joint-stock company"),
            LegalForm::Llc => {
                language.pick("Công ty trách nhiệm hữu hạn", "Limited liability company")
            }
            LegalForm::PrivateEnterprise => {
                language.pick("Doanh nghiệp tư nhân", "Private enterprise")
            }
            LegalForm::HouseholdBusiness => language.pick("Hộ kinh doanh", "Household business"),
            LegalForm::Farm => language.pick("Trang trại", "Farm"),
            LegalForm::Association => language.pick("Hội, hiệp hội", "Association"),
            LegalForm::TourismBoard => language.pick(
                "Trung tâm điều hành du lịch cộng đồng",
                "Community tourism board",
            ),
        }
    }

    /// Whether the form takes part in the tourism group only (Decision
    /// 919/QĐ-TTg).
    #[must_use]
    pub const fn tourism_only(self) -> bool {
        matches!(self, LegalForm::Association | LegalForm::TourismBoard)
    }

    /// Whether a producer of this form may take part with products of that
    /// group (Decision 919/QĐ-TTg: associations and tourism boards with
    /// tourism services only).
    #[must_use]
    pub const fn may_make(self, group: ProductGroup) -> bool {
        !self.tourism_only() || matches!(group, ProductGroup::Tourism)
    }

    /// Whether its tax code may be a citizen's number: it is run by a
    /// household or an individual, not by a legal person (Circular
    /// 86/2024/TT-BTC).
    #[must_use]
    pub const fn run_by_persons(self) -> bool {
        matches!(self, LegalForm::HouseholdBusiness | LegalForm::Farm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for form in LegalForm::ALL {
            assert_eq!(LegalForm::parse(form.as_str()), Some(form));
        }
        assert_eq!(LegalForm::parse("jsc"), None);
        assert_eq!(
            LegalForm::ALL
                .into_iter()
                .filter(|form| form.tourism_only())
                .count(),
            2
        );
    }

    #[test]
    fn associations_and_boards_do_tourism_only() {
        for form in LegalForm::ALL {
            for group in ProductGroup::ALL {
                let refused = matches!(form, LegalForm::Association | LegalForm::TourismBoard)
                    && group != ProductGroup::Tourism;
                assert_eq!(form.may_make(group), !refused, "{form:?} {group:?}");
            }
        }
    }
}
