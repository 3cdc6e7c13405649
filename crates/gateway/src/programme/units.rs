//! Provinces and communes as they are today. All of them are in memory.

use crate::errors::OrFault;
use crate::schema::request::ContextExt;
use crate::schema::scalars::LanguageCode;
use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use kernel::{Language, clock::day_in_vietnam};
use programme::units::{self, Unit, UnitSnapshot};
use std::sync::Arc;

/// Today's units and the day that today is.
pub(super) struct Today {
    pub(super) units: Arc<UnitSnapshot>,
    pub(super) day: chrono::NaiveDate,
}

impl Today {
    pub(super) async fn of(ctx: &Context<'_>) -> Result<Self> {
        let units = ctx.services().units.snapshot().await.or_fault()?;
        Ok(Self {
            units,
            day: day_in_vietnam(ctx.now()),
        })
    }
}

/// A province or a city under the central government.
pub(crate) struct Province(pub(super) Unit);

impl Province {
    /// The name with its kind.
    pub(crate) fn label(&self, language: LanguageCode) -> String {
        self.0.full_name(language.into())
    }

    /// The province that has the code today.
    pub(crate) async fn find(ctx: &Context<'_>, code: &str) -> Result<Option<Self>> {
        let today = Today::of(ctx).await?;
        Ok(today
            .units
            .province(code, today.day)
            .map(|unit| Self(unit.clone())))
    }
}

/// A province or a city under the central government, as of today.
#[Object]
impl Province {
    /// The official code; codes are reused after mergers.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The name alone, such as `Ninh Bình`.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick(&self.0.name, &self.0.name_en)
    }

    /// The name with its kind, such as `Tỉnh Ninh Bình`.
    async fn full_name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> String {
        self.0.full_name(language.into())
    }

    /// What kind of unit it is.
    async fn kind(&self) -> UnitKind {
        self.0.kind.into()
    }
}

/// A commune, ward or special zone.
pub(crate) struct Commune(pub(super) Unit);

impl Commune {
    /// The name with its kind.
    pub(crate) fn label(&self, language: LanguageCode) -> String {
        self.0.full_name(language.into())
    }

    /// The commune that has the code today.
    pub(crate) async fn find(ctx: &Context<'_>, code: &str) -> Result<Option<Self>> {
        let today = Today::of(ctx).await?;
        Ok(today
            .units
            .commune(code, today.day)
            .map(|unit| Self(unit.clone())))
    }
}

/// A commune, ward or special zone, as of today.
#[Object]
impl Commune {
    /// The official code; codes are reused after mergers.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The name alone.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick(&self.0.name, &self.0.name_en)
    }

    /// The name with its kind, such as `Xã Gia Viễn`.
    async fn full_name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> String {
        self.0.full_name(language.into())
    }

    /// What kind of unit it is.
    async fn kind(&self) -> UnitKind {
        self.0.kind.into()
    }

    /// The province that it belongs to.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        Province::find(ctx, self.0.parent_code.as_deref()?)
            .await
            .transpose()
    }
}

/// A commune of today that somebody may mean who writes an old name or code,
/// and why.
#[derive(SimpleObject)]
pub(crate) struct CommuneMatch {
    /// The commune.
    commune: Commune,
    /// Whether it has that name or code itself today.
    current: bool,
    /// What of it had that name or code before 1 July 2025.
    former: Vec<FormerCommune>,
}

impl From<units::CommuneMatch> for CommuneMatch {
    fn from(found: units::CommuneMatch) -> Self {
        let former = |own: units::FormerCommune| FormerCommune {
            code: own.code,
            name: own.name,
            district: own.district,
            province: own.province,
        };
        Self {
            commune: Commune(found.unit),
            current: found.current,
            former: found.former.into_iter().map(former).collect(),
        }
    }
}

/// A commune, ward or township as it was before 1 July 2025.
#[derive(SimpleObject)]
pub(crate) struct FormerCommune {
    /// Its code then; null where it is not recorded.
    code: Option<String>,
    /// Its name with its kind, such as `Thị trấn Phát Diệm`.
    name: String,
    /// Its district with its kind.
    district: String,
    /// Its province with its kind.
    province: String,
}

/// Kinds of administrative units since 1 July 2025.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::units::UnitKind")]
pub(crate) enum UnitKind {
    /// Tỉnh: a province.
    Province,
    /// Thành phố trực thuộc trung ương: a city under the central government.
    City,
    /// Xã: a commune.
    Commune,
    /// Phường: a ward.
    Ward,
    /// Đặc khu: a special zone.
    SpecialZone,
}
