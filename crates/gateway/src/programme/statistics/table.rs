//! The figures of a year as one table for a spreadsheet: a line for each
//! figure, so that it can be filtered, charted and compared by machines.

use super::counts::What;
use crate::services::Services;
use kernel::{Actor, Language, clock};
use orders::sales::{Figure, SalesFilter};
use programme::dossiers::DossierKind;
use programme::statistics::{
    CertificateFilter, Outcome, Standing, StatisticsFilter, tenths_of_percent,
};
use programme::units::UnitSnapshot;
use sea_orm::DbErr;
use spreadsheets::{Table, Value};
use std::sync::Arc;

/// What a figure is cut by.
#[derive(Clone, Copy)]
enum By {
    Nothing,
    LegalForm,
    Group,
    Result,
    Stars,
    Standing,
    Province,
    Commune,
}

/// What a figure counts.
#[derive(Clone, Copy)]
enum Unit {
    Products,
    Producers,
    Certificates,
    Orders,
    Goods,
    Dong,
    Percent,
}

impl By {
    const fn code(self) -> &'static str {
        match self {
            By::Nothing => "",
            By::LegalForm => "LEGAL_FORM",
            By::Group => "GROUP",
            By::Result => "RESULT",
            By::Stars => "STARS",
            By::Standing => "STANDING",
            By::Province => "PROVINCE",
            By::Commune => "COMMUNE",
        }
    }
}

impl Unit {
    const fn name(self, language: Language) -> &'static str {
        match self {
            Unit::Products => language.pick("sản phẩm", "products"),
            Unit::Producers => language.pick("chủ thể", "producers"),
            Unit::Certificates => language.pick("giấy chứng nhận", "certificates"),
            Unit::Orders => language.pick("đơn hàng", "orders"),
            Unit::Goods => language.pick("đơn vị hàng", "units"),
            Unit::Dong => language.pick("đồng", "VND"),
            Unit::Percent => "%",
        }
    }
}

/// A figure: its code, which never changes its meaning, and its names.
#[derive(Clone, Copy)]
struct Told {
    code: &'static str,
    vietnamese: &'static str,
    english: &'static str,
    unit: Unit,
}

const fn told(
    code: &'static str,
    vietnamese: &'static str,
    english: &'static str,
    unit: Unit,
) -> Told {
    Told {
        code,
        vietnamese,
        english,
        unit,
    }
}

const PLANNED: Told = told(
    "PLANNED",
    "Sản phẩm theo kế hoạch",
    "Products planned",
    Unit::Products,
);
const REGISTERED: Told = told(
    "REGISTERED",
    "Sản phẩm đăng ký",
    "Products registered",
    Unit::Products,
);
const EXCESS: Told = told("EXCESS", "Vượt kế hoạch", "Above the plan", Unit::Percent);
const ENTITIES: Told = told(
    "ENTITIES",
    "Chủ thể tham gia",
    "Producers taking part",
    Unit::Producers,
);
const RENEWED: Told = told(
    "RENEWED",
    "Sản phẩm được công nhận lại",
    "Products recognised anew",
    Unit::Products,
);
const UPGRADED: Told = told(
    "UPGRADED",
    "Sản phẩm được nâng hạng sao",
    "Products with more stars than before",
    Unit::Products,
);
const CERTIFICATES: Told = told(
    "CERTIFICATES",
    "Giấy chứng nhận, tính đến hôm nay",
    "Certificates as of today",
    Unit::Certificates,
);
const IN_FORCE: Told = told(
    "CERTIFICATES_IN_FORCE",
    "Giấy chứng nhận còn hiệu lực hôm nay",
    "Certificates in force today",
    Unit::Certificates,
);
const REVOKED: Told = told(
    "CERTIFICATES_REVOKED",
    "Giấy chứng nhận bị thu hồi trong năm",
    "Certificates revoked in the year",
    Unit::Certificates,
);
const REPLACED: Told = told(
    "CERTIFICATES_RENEWED",
    "Giấy chứng nhận được cấp lại trong năm",
    "Certificates replaced by a renewal in the year",
    Unit::Certificates,
);
const RAISED: Told = told(
    "CERTIFICATES_UPGRADED",
    "Giấy chứng nhận được nâng hạng trong năm",
    "Certificates replaced by an upgrade in the year",
    Unit::Certificates,
);
const ORDERS: Told = told(
    "SALES_ORDERS",
    "Đơn hàng đã giao trong năm",
    "Orders delivered in the year",
    Unit::Orders,
);
const UNITS: Told = told(
    "SALES_UNITS",
    "Lượng hàng đã giao trong năm",
    "Units delivered in the year",
    Unit::Goods,
);
const REVENUE: Told = told(
    "SALES_REVENUE",
    "Doanh thu trên sàn trong năm",
    "Sales on the marketplace in the year",
    Unit::Dong,
);

/// Columns in the order of the table.
const HEADER: [(&str, &str); 11] = [
    ("Năm", "Year"),
    ("Mã tỉnh", "Province code"),
    ("Tỉnh/thành phố", "Province"),
    ("Mã chỉ tiêu", "Figure code"),
    ("Chỉ tiêu", "Figure"),
    ("Phân theo", "By"),
    ("Mã", "Code"),
    ("Tên", "Name"),
    ("Giá trị", "Value"),
    ("Đơn vị tính", "Unit"),
    ("Ghi chú", "Note"),
];

/// Everything that [`Query.programmeStatistics`] tells the actor of a year and
/// a province, or of the country.
///
/// [`Query.programmeStatistics`]: super::StatisticsQuery
///
/// # Errors
/// [`DbErr`].
pub(crate) async fn table(
    services: &Services,
    actor: &Actor,
    filter: &StatisticsFilter,
    language: Language,
) -> Result<Table, DbErr> {
    let programme = &services.programme;
    let province_code = filter.province_code.clone();
    let statistics = programme.statistics(filter).await?;
    let certificates = CertificateFilter {
        province_code: province_code.clone(),
        ..CertificateFilter::default()
    };
    let figures = programme.certificate_figures(&certificates).await?;
    let communes = programme.certificate_communes(actor, &certificates).await?;
    let changes = programme.certificate_changes(filter).await?;
    let sales = SalesFilter {
        year: filter.year,
        province_code: province_code.clone(),
    };
    let sales = services.orders.sales(actor, &sales).await?;

    let mut lines = Lines::new(services, filter, language).await?;
    lines.count(PLANNED, statistics.planned);
    lines.count(REGISTERED, statistics.registered());
    if let Some(excess) = statistics.excess() {
        lines.add(EXCESS, By::Nothing, "", "", tenths(excess), "");
    }
    for (_, group, count) in statistics.groups() {
        lines.cut(REGISTERED, By::Group, What::Group(group), count);
    }
    for outcome in Outcome::ALL {
        let count = statistics.with_outcome(outcome);
        lines.cut(REGISTERED, By::Result, What::Outcome(outcome), count);
    }
    lines.count(RENEWED, statistics.recognised(DossierKind::Renewal));
    lines.count(UPGRADED, statistics.recognised(DossierKind::Upgrade));
    lines.count(ENTITIES, statistics.entities_total());
    for (form, count) in &statistics.entities {
        lines.cut(ENTITIES, By::LegalForm, What::Form(*form), *count);
    }
    for standing in Standing::ALL {
        let (code, name) = (standing.as_str(), standing.name(language));
        let count = Value::whole(figures.standing(standing));
        lines.add(CERTIFICATES, By::Standing, code, name, count, "");
    }
    for (form, count) in figures.by_legal_form() {
        lines.cut(CERTIFICATES, By::LegalForm, What::Form(form), count);
    }
    for ((_, group), count) in figures.by_group() {
        lines.cut(CERTIFICATES, By::Group, What::Group(group), count);
    }
    for (code, count) in communes.iter().flatten() {
        let name = lines.commune(code);
        lines.add(
            CERTIFICATES,
            By::Commune,
            code,
            &name,
            Value::whole(*count),
            "",
        );
    }
    for stars in [3, 4, 5] {
        let count = figures.in_force(stars);
        lines.cut(IN_FORCE, By::Stars, What::Stars(stars), count);
    }
    lines.count(REVOKED, changes.revoked);
    lines.count(REPLACED, changes.renewed);
    lines.count(RAISED, changes.upgraded);
    lines.sold(By::Nothing, "", "", sales.total);
    for (group, figure) in sales.by_group {
        lines.sold_by(By::Group, What::ProductGroup(group), figure);
    }
    for (stars, figure) in sales.by_stars {
        lines.sold_by(By::Stars, What::Stars(stars), figure);
    }
    for (form, figure) in sales.by_legal_form {
        lines.sold_by(By::LegalForm, What::Form(form), figure);
    }
    for (code, figure) in sales.by_province {
        let name = lines.province(&code);
        lines.sold(By::Province, &code, &name, figure);
    }
    for (code, figure) in sales.by_commune.into_iter().flatten() {
        let name = lines.commune(&code);
        lines.sold(By::Commune, &code, &name, Some(figure));
    }
    for progress in &statistics.targets {
        lines.target(progress);
    }
    Ok(lines.table)
}

fn tenths(tenths: i32) -> Value {
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    Value::Number(format!("{sign}{}.{}", size / 10, size % 10))
}

/// The table as it grows.
struct Lines {
    language: Language,
    units: Arc<UnitSnapshot>,
    today: chrono::NaiveDate,
    year: i32,
    province_code: String,
    table: Table,
}

impl Lines {
    async fn new(
        services: &Services,
        filter: &StatisticsFilter,
        language: Language,
    ) -> Result<Self, DbErr> {
        Ok(Self {
            language,
            units: services.units.snapshot().await?,
            today: clock::day_in_vietnam(services.clock.now()),
            year: filter.year,
            province_code: filter.province_code.clone().unwrap_or_default(),
            table: Table::new(HEADER.map(|(vi, en)| language.pick(vi, en))),
        })
    }

    /// The name of today, empty for a code that is no longer one.
    fn province(&self, code: &str) -> String {
        let unit = self.units.province(code, self.today);
        unit.map(|unit| unit.full_name(self.language))
            .unwrap_or_default()
    }

    fn commune(&self, code: &str) -> String {
        let unit = self.units.commune(code, self.today);
        unit.map(|unit| unit.full_name(self.language))
            .unwrap_or_default()
    }

    fn add(&mut self, figure: Told, by: By, code: &str, name: &str, value: Value, note: &str) {
        let place = if self.province_code.is_empty() {
            self.language
                .pick("Cả nước", "The whole country")
                .to_owned()
        } else {
            self.province(&self.province_code)
        };
        self.table.add([
            Value::whole(self.year),
            Value::text(&self.province_code),
            Value::Text(place),
            Value::text(figure.code),
            Value::text(self.language.pick(figure.vietnamese, figure.english)),
            Value::text(by.code()),
            Value::text(code),
            Value::text(name),
            value,
            Value::text(figure.unit.name(self.language)),
            Value::text(note),
        ]);
    }

    fn count(&mut self, figure: Told, count: i64) {
        self.add(figure, By::Nothing, "", "", Value::whole(count), "");
    }

    fn cut(&mut self, figure: Told, by: By, what: What, count: i64) {
        let name = what.name(self.language.into());
        self.add(figure, by, what.code(), name, Value::whole(count), "");
    }

    fn sold_by(&mut self, by: By, what: What, figure: Option<Figure>) {
        self.sold(by, what.code(), what.name(self.language.into()), figure);
    }

    /// Three lines, or none of their values where the actor does not see them.
    fn sold(&mut self, by: By, code: &str, name: &str, figure: Option<Figure>) {
        let note = match figure {
            Some(_) => "",
            None => self.language.pick(
                "Không công bố: ít đơn hàng, hoặc từ đó tính ra được số liệu của ít đơn hàng",
                "Not published: few orders, or figures of few orders could be computed from it",
            ),
        };
        let value =
            |own: fn(Figure) -> i64| figure.map_or(Value::NOTHING, |f| Value::whole(own(f)));
        self.add(ORDERS, by, code, name, value(|f| f.orders), note);
        self.add(UNITS, by, code, name, value(|f| f.units), note);
        self.add(REVENUE, by, code, name, value(|f| f.revenue.dong()), note);
    }

    fn target(&mut self, progress: &programme::statistics::TargetProgress) {
        let target = &progress.target;
        let name = self.province(&target.province_code);
        let note = match self.language {
            Language::Vi => format!(
                "Mục tiêu đến năm {}, từ {} sao",
                target.by_year, target.stars_min
            ),
            Language::En => format!(
                "Target for {}, {} stars or more",
                target.by_year, target.stars_min
            ),
        };
        let reached = tenths_of_percent(progress.reached, i64::from(target.products));
        let mut add = |code, vietnamese, english, unit, value| {
            let figure = told(code, vietnamese, english, unit);
            self.add(
                figure,
                By::Province,
                &target.province_code,
                &name,
                value,
                &note,
            );
        };
        add(
            "TARGET",
            "Mục tiêu",
            "Target",
            Unit::Products,
            Value::whole(target.products),
        );
        add(
            "TARGET_REACHED",
            "Đã đạt",
            "Reached",
            Unit::Products,
            Value::whole(progress.reached),
        );
        if let Some(reached) = reached {
            add(
                "TARGET_PROGRESS",
                "Tiến độ",
                "Progress",
                Unit::Percent,
                tenths(reached),
            );
        }
    }
}
