//! The demonstration's pictures: our own drawing for each product group.

mod drawings;

use programme::taxonomy::ProductGroup;
use std::path::Path;

/// The size of every picture.
pub(super) const WIDTH: i32 = 800;
pub(super) const HEIGHT: i32 = 600;

/// How many there are.
pub(super) const COUNT: usize = ProductGroup::ALL.len();

/// A drawing and what it shows.
pub(super) struct Picture {
    pub(super) file: &'static str,
    pub(super) alt: &'static str,
    pub(super) alt_en: &'static str,
    svg: fn() -> String,
}

/// The drawing of a group.
pub(super) fn of(group: ProductGroup) -> Picture {
    match group {
        ProductGroup::Food => Picture {
            file: "food.svg",
            alt: "Hình vẽ minh hoạ: bát cơm cháy và đôi đũa",
            alt_en: "Illustration: a bowl of crisp rice and chopsticks",
            svg: drawings::food,
        },
        ProductGroup::Beverage => Picture {
            file: "beverage.svg",
            alt: "Hình vẽ minh hoạ: ấm trà và chén trà nóng",
            alt_en: "Illustration: a teapot and a cup of hot tea",
            svg: drawings::beverage,
        },
        ProductGroup::Herbal => Picture {
            file: "herbal.svg",
            alt: "Hình vẽ minh hoạ: cối giã thuốc và lá thảo dược",
            alt_en: "Illustration: a mortar with herbs",
            svg: drawings::herbal,
        },
        ProductGroup::Handicraft => Picture {
            file: "handicraft.svg",
            alt: "Hình vẽ minh hoạ: giỏ cói đan tay",
            alt_en: "Illustration: a hand-woven sedge basket",
            svg: drawings::handicraft,
        },
        ProductGroup::Ornamental => Picture {
            file: "ornamental.svg",
            alt: "Hình vẽ minh hoạ: cây cảnh trong chậu",
            alt_en: "Illustration: a miniature tree in a pot",
            svg: drawings::ornamental,
        },
        ProductGroup::Tourism => Picture {
            file: "tourism.svg",
            alt: "Hình vẽ minh hoạ: thuyền nan giữa núi đá vôi",
            alt_en: "Illustration: a rowing boat among limestone hills",
            svg: drawings::tourism,
        },
    }
}

/// Draws all pictures into a folder.
pub(super) fn draw_all(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for group in ProductGroup::ALL {
        let picture = of(group);
        std::fs::write(folder.join(picture.file), (picture.svg)())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_whole_and_bring_nothing_along() {
        for group in ProductGroup::ALL {
            let svg = (of(group).svg)();
            assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
            assert!(!svg.contains("href") && !svg.contains("<script"));
            for tag in ["g", "svg", "linearGradient"] {
                let opened = svg.matches(&format!("<{tag} ")).count()
                    + svg.matches(&format!("<{tag}>")).count();
                assert_eq!(opened, svg.matches(&format!("</{tag}>")).count(), "{tag}");
            }
        }
    }
}
