//! The demonstration's pictures: our own drawings, one per group, so that no
//! third party's photograph stands for a product that it does not show.

use programme::taxonomy::ProductGroup;
use std::path::Path;

/// Pixels.
pub(super) const WIDTH: i32 = 800;
/// Pixels.
pub(super) const HEIGHT: i32 = 600;
/// One per group.
pub(super) const COUNT: usize = ProductGroup::ALL.len();

/// A drawing.
pub(super) struct Picture {
    pub(super) file: &'static str,
    pub(super) alt: &'static str,
    pub(super) alt_en: &'static str,
    /// The two colours of the ground, from the top.
    sky: [&'static str; 2],
    /// SVG elements on an 800 × 600 ground.
    drawing: &'static str,
}

/// The drawing of a group.
pub(super) const fn of(group: ProductGroup) -> Picture {
    match group {
        ProductGroup::Food => Picture {
            file: "food.svg",
            alt: "Tranh minh hoạ: đĩa cơm cháy vàng",
            alt_en: "Drawing: a plate of golden crispy rice",
            sky: ["#fff3d6", "#f6c667"],
            drawing: r##"<ellipse cx="400" cy="440" rx="290" ry="72" fill="#b5651d" opacity=".25"/><ellipse cx="400" cy="410" rx="280" ry="84" fill="#fffaf0"/><ellipse cx="400" cy="402" rx="226" ry="62" fill="#f3e3c3"/><g fill="#d9902f" stroke="#a8641a" stroke-width="6"><circle cx="320" cy="340" r="84"/><circle cx="480" cy="344" r="84"/><circle cx="400" cy="282" r="92"/></g><g fill="#f7d78b"><circle cx="370" cy="256" r="9"/><circle cx="414" cy="240" r="8"/><circle cx="438" cy="284" r="9"/><circle cx="384" cy="302" r="8"/><circle cx="300" cy="332" r="8"/><circle cx="338" cy="366" r="9"/><circle cx="470" cy="330" r="9"/><circle cx="508" cy="364" r="8"/></g><path d="M560 210c40-60 80-60 96-56-4 40-36 72-96 56z" fill="#4f8a3c"/><path d="M560 210c-4-50 18-86 44-100 18 34 4 76-44 100z" fill="#6aa84f"/>"##,
        },
        ProductGroup::Beverage => Picture {
            file: "beverage.svg",
            alt: "Tranh minh hoạ: bình gốm và chén nhỏ",
            alt_en: "Drawing: an earthenware flask and small cups",
            sky: ["#e8f1f2", "#8fc1c9"],
            drawing: r##"<ellipse cx="400" cy="500" rx="290" ry="46" fill="#33575c" opacity=".25"/><path d="M360 130h80v70c70 40 110 110 110 180 0 80-60 120-150 120s-150-40-150-120c0-70 40-140 110-180z" fill="#8a4b2a"/><path d="M360 130h80v26h-80z" fill="#5f2f17"/><path d="M282 330c60 26 176 26 236 0l10 44c-70 30-186 30-256 0z" fill="#e7c9a9"/><path d="M320 240c-26 30-40 60-44 92" stroke="#c98a63" stroke-width="14" fill="none" stroke-linecap="round"/><g fill="#f4ede4"><path d="M120 430h110l-16 70h-78z"/><path d="M570 430h110l-16 70h-78z"/></g><ellipse cx="175" cy="430" rx="55" ry="14" fill="#c8e0e4"/><ellipse cx="625" cy="430" rx="55" ry="14" fill="#c8e0e4"/>"##,
        },
        ProductGroup::Herbal => Picture {
            file: "herbal.svg",
            alt: "Tranh minh hoạ: cối thuốc và lá thảo dược",
            alt_en: "Drawing: a mortar with herb leaves",
            sky: ["#eef6e6", "#a9cf8e"],
            drawing: r##"<ellipse cx="400" cy="506" rx="260" ry="42" fill="#2f4f1f" opacity=".25"/><path d="M220 300h360c0 120-60 200-180 200s-180-80-180-200z" fill="#b9b3a8"/><ellipse cx="400" cy="300" rx="180" ry="40" fill="#8d877c"/><ellipse cx="400" cy="298" rx="150" ry="28" fill="#5c7f3b"/><path d="M470 290 590 120" stroke="#e4ded2" stroke-width="42" stroke-linecap="round"/><g fill="#4f8a3c"><path d="M330 280c-70-40-90-110-70-170 60 20 96 90 70 170z"/><path d="M360 276c-10-80 30-140 86-156 20 60-10 130-86 156z"/></g><g stroke="#d7ecc3" stroke-width="5" fill="none"><path d="M328 276c-20-60-40-110-64-160"/><path d="M362 272c20-56 50-106 80-148"/></g>"##,
        },
        ProductGroup::Handicraft => Picture {
            file: "handicraft.svg",
            alt: "Tranh minh hoạ: giỏ cói đan tay",
            alt_en: "Drawing: a hand-woven sedge basket",
            sky: ["#fbeee0", "#e2b285"],
            drawing: r##"<ellipse cx="400" cy="512" rx="260" ry="40" fill="#6b3f1d" opacity=".25"/><path d="M250 270c0-190 300-190 300 0" fill="none" stroke="#8a5a2b" stroke-width="24"/><path d="M200 270h400l-50 240H250z" fill="#d8a45f"/><g stroke="#a9743a" stroke-width="14"><path d="M206 310h388M216 360h368M226 410h348M238 460h324"/></g><g stroke="#f0cf9a" stroke-width="8"><path d="M260 274l24 234M330 274l12 234M400 274v234M470 274l-12 234M540 274l-24 234"/></g><path d="M190 256h420v34H190z" fill="#8a5a2b" rx="10"/>"##,
        },
        ProductGroup::Ornamental => Picture {
            file: "ornamental.svg",
            alt: "Tranh minh hoạ: chậu hoa sen",
            alt_en: "Drawing: a pot of lotus flowers",
            sky: ["#fdeef2", "#f3b8c8"],
            drawing: r##"<ellipse cx="400" cy="520" rx="220" ry="36" fill="#6d2f42" opacity=".25"/><path d="M260 400h280l-40 120H300z" fill="#3f6f8f"/><ellipse cx="400" cy="400" rx="140" ry="26" fill="#2b4d63"/><g stroke="#4f8a3c" stroke-width="14" fill="none"><path d="M400 396V236M350 396c-20-60-60-90-100-106M450 396c20-60 60-90 110-96"/></g><ellipse cx="236" cy="286" rx="80" ry="30" fill="#5d9c48"/><ellipse cx="572" cy="298" rx="76" ry="28" fill="#6aa84f"/><g fill="#e05f86"><path d="M400 240c-80 0-110-60-104-110 50 6 90 40 104 110z"/><path d="M400 240c80 0 110-60 104-110-50 6-90 40-104 110z"/></g><g fill="#f28fac"><path d="M400 244c-50-30-56-90-30-140 34 30 44 84 30 140z"/><path d="M400 244c50-30 56-90 30-140-34 30-44 84-30 140z"/></g><path d="M400 246c-30-40-30-110 0-156 30 46 30 116 0 156z" fill="#f9b9cb"/>"##,
        },
        ProductGroup::Tourism => Picture {
            file: "tourism.svg",
            alt: "Tranh minh hoạ: thuyền trên sông giữa núi đá vôi",
            alt_en: "Drawing: a boat on a river among limestone hills",
            sky: ["#dff1fb", "#9fd0e8"],
            drawing: r##"<circle cx="620" cy="130" r="54" fill="#ffd97a"/><path d="M0 380c40-190 110-230 160-120 30-120 110-170 170-20 40 50 60 90 80 140z" fill="#5b8f6a"/><path d="M380 380c40-150 90-200 150-110 40-110 130-120 180 10 40 30 70 70 90 100z" fill="#3f7556"/><path d="M0 376h800v224H0z" fill="#6fb3c9"/><g stroke="#b9e0ea" stroke-width="8" stroke-linecap="round"><path d="M60 440h120M560 430h160M120 540h180M500 550h140"/></g><path d="M230 470h340c-30 50-70 66-170 66s-140-16-170-66z" fill="#7a4a26"/><path d="M380 470v-50a22 22 0 0 1 44 0v50z" fill="#c0392b"/><path d="M356 398 402 352l46 46z" fill="#e8c477"/>"##,
        },
    }
}

/// Draws all of them into a folder.
///
/// # Errors
/// What the file system said.
pub(super) fn draw_all(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    ProductGroup::ALL.into_iter().try_for_each(|group| {
        let picture = of(group);
        std::fs::write(folder.join(picture.file), svg(&picture))
    })
}

fn svg(picture: &Picture) -> String {
    let Picture {
        alt,
        sky: [top, bottom],
        drawing,
        ..
    } = picture;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         role=\"img\" aria-label=\"{alt}\"><title>{alt}</title><defs><linearGradient id=\"sky\" x2=\"0\" y2=\"1\">\
         <stop stop-color=\"{top}\"/><stop offset=\"1\" stop-color=\"{bottom}\"/></linearGradient></defs>\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"url(#sky)\"/>{drawing}</svg>\n"
    )
}
