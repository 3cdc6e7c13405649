//! The demonstration: real product names and places, everything else invented
//! (see seed/NOTICE.md), loaded through the same use cases as real data.

mod accounts;
mod changes;
mod criteria;
mod curation;
mod file;
mod market;
mod pictures;
mod places;
mod round;
mod shoppers;
mod stories;
mod supply;
mod today;
mod walk;

use crate::failure::Failure;
use crate::profile;
use crate::wiring::{House, projections};
use catalog::Catalog;
use programme::{Programme, units};
use std::path::Path;
use std::time::Instant;

pub(crate) use accounts::{LOG_INS, PASSWORD};

const UNITS: &str = include_str!("../seed/administrative_units.csv");
const FORMER: &str = include_str!("../seed/former_communes.csv");
const MARKET: &str = include_str!("../seed/demo.toml");
const PLACES: &str = include_str!("../seed/points_of_sale.toml");
const ROUND: &str = include_str!("../seed/ninh_binh_2021.toml");
const THIS_YEAR: &str = include_str!("../seed/this_year.toml");

/// Fills an empty database, draws the pictures, and builds the search index.
/// `tell` gets a line per step.
///
/// # Errors
/// Why not; the database then remembers that it is half filled.
pub(crate) async fn run(house: &House, media: &Path, tell: impl Fn(&str)) -> Result<(), Failure> {
    let failed = |what: &str, error: &dyn std::fmt::Display| {
        Failure::new(format!("demonstration data: {what}: {error}"))
    };
    let started = Instant::now();
    let seconds = || format!("{:.1} s", started.elapsed().as_secs_f32());

    draw(media)?;
    tell(&format!(
        "drew {} pictures ({})",
        pictures::COUNT,
        seconds()
    ));

    let tx = house.db.begin().await?;
    let imported = units::import(&tx, UNITS.as_bytes())
        .await
        .map_err(|error| failed("administrative units", &error))?;
    let former = units::import_former(&tx, FORMER.as_bytes())
        .await
        .map_err(|error| failed("former communes", &error))?;
    profile::set_half_filled(&tx).await?;
    tx.commit().await?;
    tell(&format!(
        "loaded {imported} administrative units and {former} former communes ({})",
        seconds()
    ));

    let market = file::read(MARKET).map_err(|error| failed("demo.toml", &error))?;
    let communes = house.units.snapshot().await?;
    let password = accounts::hash(&house.identity).await?;
    // Cards follow their sources as always; the index is written as a whole
    // afterwards, so that nobody needs to be told of each product.
    let outbox = projections().build();
    let seed = market::Seed {
        programme: Programme::new(house.db.clone(), house.clock.clone(), outbox.clone()),
        catalog: Catalog::new(house.db.clone(), house.clock.clone(), outbox.clone()),
        communes,
        now: house.clock.now(),
    };
    let tx = house.db.begin().await?;
    let sown = seed.sow(&tx, &market).await?;
    let points = places::sow(&tx, &seed.catalog, &seed.communes, PLACES, &sown).await?;
    let teller = round::Teller::new(ROUND, house.db.clone(), outbox.clone())?;
    let today = today::Today::new(
        THIS_YEAR,
        house.clock.now(),
        house.db.clone(),
        outbox.clone(),
    )?;
    let entities = teller.register(&tx).await?;
    let actors = accounts::create(&tx, &house.identity, &sown, &entities, &password).await?;
    tx.commit().await?;
    tell(&format!(
        "loaded {} producers, {} certificates, {} products, {points} points of sale, {} log-ins ({})",
        sown.producers.len(),
        sown.certificates,
        sown.products.len(),
        LOG_INS.len(),
        seconds()
    ));

    let visits = supply::tell(&seed.catalog, &sown, seed.now).await?;
    tell(&format!("scheduled {visits} visits ({})", seconds()));

    let curation = curation::Curation {
        catalog: &seed.catalog,
        moderator: actors.by_email(accounts::MODERATOR)?,
    };
    let moderator = curation.moderator;
    let stories = stories::tell(&seed.catalog, moderator, &market, &sown).await?;
    tell(&format!(
        "told the stories of {stories} producers ({})",
        seconds()
    ));
    let collections = curation.tell(|slug| sown.producers.get(slug).copied());
    let collections = collections.await?;
    tell(&format!(
        "put {collections} collections together and wrote the home page ({})",
        seconds()
    ));

    let maker = actors.by_email(accounts::MAKER)?;
    changes::tell(&seed.catalog, maker, &sown).await?;
    tell(&format!(
        "handed a change and a price to the moderator ({})",
        seconds()
    ));

    let shoppers = shoppers::Shoppers::new(house, &seed.catalog, outbox, &actors);
    let told = shoppers.tell(|slug| sown.products.get(slug).copied());
    let (reviews, questions) = told.await?;
    tell(&format!(
        "bought, and told {reviews} reviews and {questions} questions ({})",
        seconds()
    ));

    let owner = actors.by_email(accounts::ROUND_OWNER)?;
    let file = walk::document(&house.files, owner).await?;
    let recognised = teller.tell(&house.files, file, &actors, &entities).await?;
    let under_way = today.tell(&house.files, file, &actors, &entities).await?;
    tell(&format!(
        "told the programme: {} entities, {recognised} dossiers of 2021, {under_way} of this year ({})",
        entities.len(),
        seconds()
    ));
    let tx = house.db.begin().await?;
    profile::set_demonstration(&tx).await?;
    tx.commit().await?;

    let documents = house.search.reindex(|_| {}).await?;
    tell(&format!(
        "wrote {documents} products into the search index ({})",
        seconds()
    ));
    Ok(())
}

/// Draws the pictures: cheap, and mends what somebody removed.
///
/// # Errors
/// When the folder cannot be written to.
pub(crate) fn draw(media: &Path) -> Result<(), Failure> {
    let folder = media.join("demo");
    pictures::draw_all(&folder)
        .map_err(|error| Failure::new(format!("storage.data_dir: {}: {error}", folder.display())))
}
