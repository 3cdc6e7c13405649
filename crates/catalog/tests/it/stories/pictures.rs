//! The pictures of stories.

use super::{World, image, told};
use ::pictures::{Media, PictureOwner, Pictures};
use catalog::listing::{ContentCode, Decision};
use catalog::producer_story::{ModerateStoryError, StoryChangeError, StoryEdit};
use chrono::Duration;
use jobs::Handler;
use kernel::PictureId;
use std::sync::Arc;
use testkit::TestDb;

testkit::on_both!(
    pictures_keep_their_order_and_their_cover,
    anothers_pictures_are_unknown,
    the_sweep_spares_what_a_story_shows,
);

fn with(pictures: &[PictureId]) -> StoryEdit {
    StoryEdit {
        images: Some(pictures.iter().map(|id| image(*id)).collect()),
        ..told("Cơm cháy làng ta")
    }
}

async fn approved(world: &World, version: Option<i64>, edit: StoryEdit) {
    let change = world.edit(version, edit).await.unwrap();
    let catalog = &world.market.catalog;
    let change = catalog
        .submit_story(&world.owner, change.id, change.version)
        .await;
    let done = world.decide(&change.unwrap(), &Decision::Approve).await;
    done.unwrap();
}

async fn pictures_keep_their_order_and_their_cover(test: TestDb) {
    let world = World::open(&test).await;
    let mut pictures = Vec::new();
    for n in 1..=3 {
        pictures.push(world.picture(&world.producer, n).await);
    }
    let (a, b, c) = (pictures[0], pictures[1], pictures[2]);
    let edit = StoryEdit {
        cover: Some(Some(c)),
        ..with(&[b, c, a])
    };
    approved(&world, None, edit).await;
    let live = world.live().await.unwrap();
    let shown: Vec<PictureId> = live.pictures.iter().map(|(id, _)| *id).collect();
    assert_eq!(shown, [b, c, a]);
    assert_eq!(live.content.cover, Some(c));
    assert_eq!(live.cover(), Some(1));
    let cover = &live.pictures[1].1;
    assert_eq!(cover.path, "pictures/3.jpg");
    assert_eq!((cover.width, cover.focus), (800, Some((500, 250))));
    // The page of a product carries along what is read apart.
    let (market, producer) = (&world.market, &world.producer);
    let listing = market.listing(producer, "Cơm cháy", 9_000, 5).await;
    let page = market.catalog.page_by_id(listing.product).await.unwrap();
    assert_eq!(page.unwrap().story, Some(live));
    // Fewer of them: the cover goes with its picture, and the first is shown.
    approved(&world, None, with(&[a, b])).await;
    let live = world.live().await.unwrap();
    assert_eq!(live.content.cover, None);
    assert_eq!(live.cover(), Some(0));
    let none = StoryEdit {
        images: Some(Vec::new()),
        ..StoryEdit::default()
    };
    approved(&world, None, none).await;
    assert_eq!(world.live().await.unwrap().cover(), None);
}

async fn anothers_pictures_are_unknown(test: TestDb) {
    let world = World::open(&test).await;
    let rival = world.market.producer("HTX Khác").await;
    let own = world.picture(&world.producer, 1).await;
    let theirs = world.picture(&rival, 2).await;
    for wrong in [theirs, PictureId(uuid::Uuid::from_u128(9))] {
        match world.edit(None, with(&[own, wrong])).await {
            Err(StoryChangeError::Invalid(found)) => {
                assert_eq!(found.len(), 1);
                assert_eq!(found[0].code, ContentCode::UnknownPicture);
                assert_eq!(found[0].path, ["images", "1", "pictureId"]);
            }
            other => panic!("{other:?}"),
        }
    }
    // Gone between the two: nothing goes live.
    let change = world.edit(None, with(&[own])).await.unwrap();
    let catalog = &world.market.catalog;
    let change = catalog
        .submit_story(&world.owner, change.id, change.version)
        .await
        .unwrap();
    let sql = "DELETE FROM picture WHERE sha256 LIKE '%1'";
    assert_eq!(test.raw(sql).await.unwrap(), 1);
    let refused = world.decide(&change, &Decision::Approve).await;
    assert!(
        matches!(refused, Err(ModerateStoryError::PictureGone)),
        "{refused:?}"
    );
    assert_eq!(world.live().await, None);
}

async fn the_sweep_spares_what_a_story_shows(test: TestDb) {
    let world = World::open(&test).await;
    let live = world.picture(&world.producer, 1).await;
    let proposed = world.picture(&world.producer, 2).await;
    world.picture(&world.producer, 3).await;
    approved(&world, None, with(&[live])).await;
    world.edit(None, with(&[proposed])).await.unwrap();
    // Old enough that nobody is about to use them.
    world.clock.advance(Duration::days(60));
    let media = Media::folder(&test.folder().join("media")).unwrap();
    let clock = Arc::new(world.clock.clone());
    let pictures = Pictures::new(test.handle(), clock, media, kernel::TokenKey::new([7; 32]));
    let sweep = catalog::jobs::SweepPictures(pictures);
    sweep.run("").await.unwrap();
    let db = test.handle();
    let all = [1, 2, 3].map(|n| PictureId(uuid::Uuid::from_u128(n)));
    let tx = db.begin().await.unwrap();
    let left = ::pictures::hold(&tx, PictureOwner::Producer(world.producer.id), &all).await;
    let mut left: Vec<PictureId> = left.unwrap().iter().map(|own| own.id).collect();
    left.sort();
    assert_eq!(left, [live, proposed]);
}
