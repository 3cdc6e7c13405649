//! User errors: a mutation's rejections as data in its payload, with a closed
//! set of codes, the path of the input at fault and a message to show.

/// Declares a mutation's error type and its codes.
///
/// ```ignore
/// user_errors! {
///     /// Why no session was created.
///     SessionCreateUserError, SessionCreateErrorCode {
///         /// The address or the password is wrong.
///         WrongCredentials: "Email hoặc mật khẩu không đúng." / "The e-mail address or the password is wrong.",
///     }
///     extras {
///         /// When to try again.
///         retry_after_seconds: Option<i32>,
///     }
/// }
/// let error = SessionCreateErrorCode::WrongCredentials.at(language, &["input", "password"]);
/// ```
///
/// Extras are public fields that [`Default`] fills and the resolver sets.
macro_rules! user_errors {
    (
        $(#[$doc:meta])*
        $error:ident, $code:ident {
            $($(#[$code_doc:meta])* $name:ident: $vietnamese:literal / $english:literal),+ $(,)?
        }
        $(extras {
            $($(#[$extra_doc:meta])* $extra:ident: $extra_type:ty),+ $(,)?
        })?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $error {
            pub(crate) code: $code,
            pub(crate) field: Vec<String>,
            pub(crate) message: String,
            $($(pub(crate) $extra: $extra_type,)+)?
        }

        $(#[$doc])*
        #[async_graphql::Object]
        impl $error {
            /// What is wrong, from a closed set.
            async fn code(&self) -> $code {
                self.code
            }

            /// The path of the input at fault, from the mutation's arguments on.
            async fn field(&self) -> &[String] {
                &self.field
            }

            /// What to tell people, in the language of `Accept-Language`.
            async fn message(&self) -> &str {
                &self.message
            }

            $($($(#[$extra_doc])*
            async fn $extra(&self) -> &$extra_type {
                &self.$extra
            })+)?
        }

        #[doc = concat!("The codes of `", stringify!($error), "`.")]
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $code {
            $($(#[$code_doc])* $name,)+
        }

        impl $code {
            /// The error with its message and an input's path.
            pub(crate) fn at(self, language: kernel::Language, field: &[&str]) -> $error {
                let message = match self {
                    $(Self::$name => language.pick($vietnamese, $english),)+
                };
                $error {
                    code: self,
                    field: field.iter().map(|part| (*part).to_owned()).collect(),
                    message: message.to_owned(),
                    $($($extra: <$extra_type>::default(),)+)?
                }
            }
        }
    };
}

pub(crate) use user_errors;
