//! Pictures that are announced, put and fetched.

use crate::hostile::png;
use crate::uploads::{World, delegate, fill, of, revoke, run, uses};
use chrono::Duration;
use kernel::{Actor, Clock, PictureUploadId, Scope};
use pictures::{
    Address, CompleteUploadError, MAX_BYTES, NewUpload, OpenUploadError, Picture, PictureRefusal,
    ReceiveError, Ticket, UPLOAD_MINUTES, UploadPictureError,
};
use testkit::TestDb;
use uuid::Uuid;

testkit::on_both!(
    what_is_announced_and_put_becomes_a_picture,
    only_what_was_announced_is_taken_and_once,
    only_who_announced_it_ends_it,
    what_means_harm_ends_the_upload,
    who_may_announce_and_how_much,
    a_right_ends_in_between,
    an_account_has_so_many_under_way,
    what_nobody_ends_is_swept,
);

const PNG: &str = "image/png";

impl World {
    async fn announce(&self, actor: &Actor, bytes: usize) -> Result<Ticket, OpenUploadError> {
        let new = NewUpload {
            producer_id: self.producer,
            media_type: PNG.to_owned(),
            bytes: i64::try_from(bytes).unwrap(),
        };
        self.pictures.open_upload(actor, &new).await
    }

    async fn put(&self, ticket: &Ticket, bytes: Vec<u8>) -> Result<(), ReceiveError> {
        self.put_as(ticket.id, signature(ticket), PNG, bytes).await
    }

    async fn put_as(
        &self,
        id: PictureUploadId,
        signature: &str,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<(), ReceiveError> {
        let announced = Some(bytes.len());
        let receipt = self
            .pictures
            .begin_receiving(id, signature, media_type, announced)
            .await?;
        self.pictures.receive(receipt, bytes).await
    }

    async fn end(&self, actor: &Actor, ticket: &Ticket) -> Result<Picture, CompleteUploadError> {
        self.pictures.complete_upload(actor, ticket.id).await
    }

    fn staged(&self) -> usize {
        let folder = self.test.folder().join("media/uploads");
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }
}

fn signature(ticket: &Ticket) -> &str {
    let Address::Own(path) = &ticket.address else {
        panic!("{ticket:?}")
    };
    let (path, signature) = path.split_once("?signature=").unwrap();
    assert_eq!(path, format!("/pictures/uploads/{}", ticket.id));
    signature
}

async fn what_is_announced_and_put_becomes_a_picture(test: TestDb) {
    let world = World::open(test).await;
    let bytes = png(400, 300);
    let ticket = world.announce(&world.owner, bytes.len()).await.unwrap();
    assert_eq!((ticket.media_type, ticket.bytes), (PNG, bytes.len()));
    let until = world.clock.now() + Duration::minutes(UPLOAD_MINUTES);
    assert_eq!(ticket.expires_at, until);
    let early = world.end(&world.owner, &ticket).await;
    assert!(
        matches!(early, Err(CompleteUploadError::NotUploaded)),
        "{early:?}"
    );
    world.put(&ticket, bytes.clone()).await.unwrap();
    assert_eq!((world.staged(), world.rows().await), (1, 0));
    let picture = world.end(&world.owner, &ticket).await.unwrap();
    assert_eq!((picture.width, picture.renditions.len()), (400, 4));
    assert_eq!((world.staged(), world.rows().await), (0, 1));
    // Said again, and by two at once.
    let (one, two) = tokio::join!(
        world.end(&world.owner, &ticket),
        world.end(&world.owner, &ticket)
    );
    assert_eq!(
        (one.unwrap(), two.unwrap()),
        (picture.clone(), picture.clone())
    );
    // The address is used up, though its time is not.
    let again = world.put(&ticket, bytes.clone()).await;
    assert!(matches!(again, Err(ReceiveError::NotFound)), "{again:?}");
    assert_eq!(world.staged(), 0);
    // The same bytes in one piece are the same picture.
    let same = world.upload(&world.owner, PNG, bytes).await.unwrap();
    assert_eq!(same, picture);
}

async fn only_what_was_announced_is_taken_and_once(test: TestDb) {
    let world = World::open(test).await;
    let bytes = png(200, 200);
    let ticket = world.announce(&world.owner, bytes.len()).await.unwrap();
    let other = world.announce(&world.owner, bytes.len()).await.unwrap();
    let own = signature(&ticket);
    let unknown = PictureUploadId(Uuid::from_u128(5));
    let mut altered = own.to_owned();
    let last = altered.pop().unwrap();
    altered.push(if last == '0' { '1' } else { '0' });
    for (id, signature) in [
        (ticket.id, ""),
        (ticket.id, "00"),
        (ticket.id, altered.as_str()),
        (ticket.id, signature(&other)),
        (unknown, own),
    ] {
        let refused = world.put_as(id, signature, PNG, bytes.clone()).await;
        assert!(
            matches!(refused, Err(ReceiveError::NotFound)),
            "{signature}: {refused:?}"
        );
    }
    let longer = [&bytes[..], &[0]].concat();
    let shorter = bytes[1..].to_vec();
    for (media_type, bytes, expected) in [
        ("image/jpeg", bytes.clone(), PictureRefusal::WrongType),
        (PNG, longer.clone(), PictureRefusal::TooLarge),
        (PNG, shorter.clone(), PictureRefusal::Truncated),
    ] {
        let refused = world.put_as(ticket.id, own, media_type, bytes).await;
        assert!(
            matches!(refused, Err(ReceiveError::Refused(own)) if own == expected),
            "{refused:?}"
        );
    }
    // Whatever was said of the length, what comes counts.
    for (wrong, expected) in [
        (longer, PictureRefusal::TooLarge),
        (shorter, PictureRefusal::Truncated),
    ] {
        let receipt = world.pictures.begin_receiving(ticket.id, own, PNG, None);
        let refused = world.pictures.receive(receipt.await.unwrap(), wrong).await;
        assert!(
            matches!(refused, Err(ReceiveError::Refused(own)) if own == expected),
            "{refused:?}"
        );
    }
    assert_eq!(world.staged(), 0);
    // Of two at once, one.
    let (one, two) = tokio::join!(
        world.put(&ticket, bytes.clone()),
        world.put(&ticket, bytes.clone())
    );
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    let again = world.put(&ticket, bytes.clone()).await;
    assert!(matches!(again, Err(ReceiveError::NotFound)), "{again:?}");
    world.clock.advance(Duration::minutes(UPLOAD_MINUTES));
    let late = world.put(&other, bytes).await;
    assert!(matches!(late, Err(ReceiveError::NotFound)), "{late:?}");
    // What came in time may still be fetched, for a while.
    world.clock.advance(Duration::minutes(9));
    assert!(world.end(&world.owner, &ticket).await.is_ok());
}

async fn only_who_announced_it_ends_it(test: TestDb) {
    let world = World::open(test).await;
    let bytes = png(200, 200);
    let ticket = world.announce(&world.owner, bytes.len()).await.unwrap();
    world.put(&ticket, bytes).await.unwrap();
    let elsewhere = Scope::Producer(kernel::ProducerId(Uuid::from_u128(9)));
    for stranger in [
        Actor::Anonymous,
        // Of the same producer.
        of(Uuid::from_u128(8), Scope::Producer(world.producer)),
        // The same account, which does not work there any more.
        of(Uuid::from_u128(2), elsewhere),
    ] {
        let refused = world.end(&stranger, &ticket).await;
        assert!(
            matches!(
                refused,
                Err(CompleteUploadError::Upload(UploadPictureError::NotFound))
            ),
            "{refused:?}"
        );
    }
    world.clock.advance(Duration::minutes(UPLOAD_MINUTES + 10));
    let late = world.end(&world.owner, &ticket).await;
    assert!(
        matches!(
            late,
            Err(CompleteUploadError::Upload(UploadPictureError::NotFound))
        ),
        "{late:?}"
    );
    assert_eq!(world.rows().await, 0);
}

async fn what_means_harm_ends_the_upload(test: TestDb) {
    let world = World::open(test).await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let ticket = world.announce(&world.owner, svg.len()).await.unwrap();
    world.put(&ticket, svg).await.unwrap();
    let refused = world.end(&world.owner, &ticket).await;
    let wrong = PictureRefusal::WrongType;
    assert!(
        matches!(refused, Err(CompleteUploadError::Upload(UploadPictureError::Refused(own))) if own == wrong),
        "{refused:?}"
    );
    let again = world.end(&world.owner, &ticket).await;
    assert!(
        matches!(
            again,
            Err(CompleteUploadError::Upload(UploadPictureError::NotFound))
        ),
        "{again:?}"
    );
    assert_eq!((world.files(), world.rows().await), (0, 0));
    // More than was announced, in a store that let it in.
    let ticket = world.announce(&world.owner, 900).await.unwrap();
    let path = format!("uploads/{}", ticket.id);
    let media = world.pictures.media();
    media.put(&path, png(200, 200)).await.unwrap();
    let refused = world.end(&world.owner, &ticket).await;
    let large = PictureRefusal::TooLarge;
    assert!(
        matches!(refused, Err(CompleteUploadError::Upload(UploadPictureError::Refused(own))) if own == large),
        "{refused:?}"
    );
    assert_eq!(world.files(), 0);
}

async fn who_may_announce_and_how_much(test: TestDb) {
    let world = World::open(test).await;
    let elsewhere = Scope::Producer(kernel::ProducerId(Uuid::from_u128(9)));
    for stranger in [Actor::Anonymous, of(Uuid::from_u128(2), elsewhere)] {
        let refused = world.announce(&stranger, 9).await;
        assert!(
            matches!(refused, Err(OpenUploadError::NotFound)),
            "{refused:?}"
        );
    }
    for (bytes, expected) in [
        (0, PictureRefusal::Empty),
        (MAX_BYTES + 1, PictureRefusal::TooLarge),
    ] {
        let refused = world.announce(&world.owner, bytes).await;
        assert!(
            matches!(refused, Err(OpenUploadError::Refused(own)) if own == expected),
            "{refused:?}"
        );
    }
    let bytes = png(200, 200);
    let ticket = world.announce(&world.owner, bytes.len()).await.unwrap();
    world.put(&ticket, bytes).await.unwrap();
    let many = "UPDATE picture_upload_day SET uploads = 999";
    run(&world.test, many, vec![]).await;
    assert!(world.announce(&world.owner, MAX_BYTES).await.is_ok());
    let refused = world.announce(&world.owner, 9).await;
    assert!(
        matches!(refused, Err(OpenUploadError::DayFull)),
        "{refused:?}"
    );
    // The day of pictures counts too, when it is announced and when it ends.
    run(&world.test, "DELETE FROM picture_upload_day", vec![]).await;
    let today = kernel::clock::day_in_vietnam(world.clock.now());
    let values = vec![Uuid::from_u128(2).into(), today.into()];
    let full = "INSERT INTO picture_day (account_id, day, pictures) VALUES ($1, $2, 500)";
    run(&world.test, full, values).await;
    let refused = world.announce(&world.owner, 9).await;
    assert!(
        matches!(refused, Err(OpenUploadError::DayFull)),
        "{refused:?}"
    );
    let refused = world.end(&world.owner, &ticket).await;
    assert!(
        matches!(
            refused,
            Err(CompleteUploadError::Upload(UploadPictureError::DayFull))
        ),
        "{refused:?}"
    );
    run(&world.test, "DELETE FROM picture_day", vec![]).await;
    let most = usize::try_from(pictures::MAX_OF_PRODUCER).unwrap();
    fill(&world, most).await;
    let refused = world.announce(&world.owner, 9).await;
    assert!(
        matches!(refused, Err(OpenUploadError::ProducerFull)),
        "{refused:?}"
    );
    let refused = world.end(&world.owner, &ticket).await;
    assert!(
        matches!(
            refused,
            Err(CompleteUploadError::Upload(UploadPictureError::OwnerFull))
        ),
        "{refused:?}"
    );
    // It is still there, for when there is room.
    assert_eq!(world.staged(), 1);
}

async fn a_right_ends_in_between(test: TestDb) {
    let world = World::open(test).await;
    let (binh, grant) = delegate(&world).await;
    let bytes = png(200, 200);
    let ticket = world.announce(&binh, bytes.len()).await.unwrap();
    world.put(&ticket, bytes.clone()).await.unwrap();
    world.end(&binh, &ticket).await.unwrap();
    assert_eq!(uses(&world).await, ["ANNOUNCE_PICTURE", "UPLOAD_PICTURE"]);
    let bytes = png(201, 200);
    let ticket = world.announce(&binh, bytes.len()).await.unwrap();
    world.put(&ticket, bytes).await.unwrap();
    revoke(&world, grant).await;
    // A session from before.
    let refused = world.end(&binh, &ticket).await;
    assert!(
        matches!(
            refused,
            Err(CompleteUploadError::Upload(UploadPictureError::NotFound))
        ),
        "{refused:?}"
    );
    let refused = world.announce(&binh, 9).await;
    assert!(
        matches!(refused, Err(OpenUploadError::NotFound)),
        "{refused:?}"
    );
    assert_eq!(world.rows().await, 1);
}

async fn an_account_has_so_many_under_way(test: TestDb) {
    let world = World::open(test).await;
    for _ in 0..pictures::MAX_OPEN_UPLOADS - 1 {
        world.announce(&world.owner, 9).await.unwrap();
    }
    let bytes = png(200, 200);
    let last = world.announce(&world.owner, bytes.len()).await.unwrap();
    let refused = world.announce(&world.owner, 9).await;
    assert!(
        matches!(refused, Err(OpenUploadError::TooManyOpen)),
        "{refused:?}"
    );
    // One that ended gives its place to another.
    world.put(&last, bytes).await.unwrap();
    world.end(&world.owner, &last).await.unwrap();
    world.announce(&world.owner, 9).await.unwrap();
    assert!(world.announce(&world.owner, 9).await.is_err());
    // And so does the time.
    world.clock.advance(Duration::minutes(UPLOAD_MINUTES + 10));
    assert!(world.announce(&world.owner, 9).await.is_err());
    world.clock.advance(Duration::seconds(1));
    world.announce(&world.owner, 9).await.unwrap();
}

async fn what_nobody_ends_is_swept(test: TestDb) {
    let world = World::open(test).await;
    let bytes = png(200, 200);
    let left = world.announce(&world.owner, bytes.len()).await.unwrap();
    world.put(&left, bytes.clone()).await.unwrap();
    world.announce(&world.owner, 9).await.unwrap();
    world.clock.advance(Duration::minutes(UPLOAD_MINUTES + 20));
    // Both could end a moment ago.
    assert_eq!(world.pictures.sweep_uploads().await.unwrap(), (0, 0));
    let fresh = world.announce(&world.owner, bytes.len()).await.unwrap();
    world.put(&fresh, bytes).await.unwrap();
    world.clock.advance(Duration::seconds(1));
    assert_eq!(world.pictures.sweep_uploads().await.unwrap(), (2, 0));
    assert_eq!(world.staged(), 1);
    assert!(world.end(&world.owner, &fresh).await.is_ok());
    let over = Duration::minutes(UPLOAD_MINUTES + 21);
    world.clock.advance(over);
    assert_eq!(world.pictures.sweep_uploads().await.unwrap(), (1, 0));
    // What was put again when all was over; media are as old as the machine's
    // clock says.
    let path = format!("uploads/{}", fresh.id);
    let media = world.pictures.media();
    media.put(&path, b"late".to_vec()).await.unwrap();
    let ahead = kernel::SystemClock.now() - world.clock.now();
    world.clock.advance(ahead + over);
    assert_eq!(world.pictures.sweep_uploads().await.unwrap(), (0, 1));
    assert_eq!((world.staged(), world.rows().await), (0, 1));
}
