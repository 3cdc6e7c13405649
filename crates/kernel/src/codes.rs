//! Closed sets of codes with words for people.

/// Declares an enum of closed codes: `ALL`, the name in the database and the
/// API (`as_str`, `parse`), and what to tell people in Vietnamese and English
/// (`message`).
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* $code:ident { $($(#[$code_doc:meta])* $name:ident = $text:literal: $vietnamese:literal / $english:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $code {
            $($(#[$code_doc])* $name,)+
        }

        impl $code {
            /// Every code.
            pub const ALL: &'static [$code] = &[$($code::$name,)+];

            /// The name in the database and in the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($code::$name => $text,)+
                }
            }

            /// The code of that name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }

            /// What to tell people.
            #[must_use]
            pub const fn message(self, language: $crate::Language) -> &'static str {
                match self {
                    $($code::$name => language.pick($vietnamese, $english),)+
                }
            }
        }
    };
}
