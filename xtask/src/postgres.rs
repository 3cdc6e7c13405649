//! A throw-away PostgreSQL: one folder, one port on the loopback, no traces.

mod binaries;
mod owner;

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, process, thread};

use self::binaries::Binaries;
use self::owner::Owner;
use crate::command;
use crate::error::{Context, Error, Result};

/// Another process may take the free port between finding and using it.
const PORT_ATTEMPTS: usize = 3;

/// Free memory that `/dev/shm` must offer before a cluster lives there.
const SHARED_MEMORY_KIB: u64 = 1024 * 1024;

/// Stops the server and removes the folder as soon as standard input ends.
///
/// Arguments: the folder, then the command that stops the server. It ignores
/// the signals of a terminal, since ending after its parent is its purpose.
const GUARDIAN: &str = r#"
trap '' INT HUP TERM
folder=$1
shift
cat >/dev/null
if [ -e "$folder/data/postmaster.pid" ]; then "$@"; fi
for attempt in 1 2 3 4 5; do rm -rf -- "$folder" && break; sleep 1; done
"#;

/// What the server promises about a crash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Nothing: fast, for tests.
    None,
    /// A commit is on the disk, as in production: for measurements.
    Full,
}

/// A running server. Whatever ends this process, its folder goes: a guardian
/// process waits for the other end of a pipe to close, which also happens on
/// Ctrl-C, on a panic and on `kill -9`.
pub(crate) struct Cluster {
    folder: PathBuf,
    port: u16,
    guardian: Child,
}

impl Cluster {
    /// Creates and starts a cluster.
    ///
    /// # Errors
    /// When PostgreSQL is missing and cannot be installed, or does not start.
    pub(crate) fn start(pg_bin: Option<&Path>, durability: Durability) -> Result<Self> {
        let binaries = Binaries::find_or_install(pg_bin)?;
        let owner = Owner::current()?;
        let folder = create_folder(durability)?;
        let guardian = guard(&folder, &binaries, &owner);
        let guardian = guardian.inspect_err(|_| drop(fs::remove_dir(&folder)))?;
        let mut cluster = Self {
            folder,
            port: 0,
            guardian,
        };

        owner.take(&cluster.folder)?;
        cluster.initialise(&binaries, &owner)?;
        cluster.configure(durability)?;
        cluster.launch(&binaries, &owner)?;
        Ok(cluster)
    }

    /// The URL of the maintenance database, as its superuser.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Whether the server still holds its data folder.
    pub(crate) fn is_running(&self) -> bool {
        self.data().join("postmaster.pid").exists()
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// Makes the data folder: UTF-8, with the locale `C.UTF-8` where the system
    /// knows it and `C` elsewhere.
    fn initialise(&self, binaries: &Binaries, owner: &Owner) -> Result<()> {
        let initdb = |locale: &str| {
            let mut initdb = owner.command(&binaries.program("initdb"));
            initdb
                .current_dir(&self.folder)
                .arg("--pgdata")
                .arg(self.data());
            initdb.args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-sync",
            ]);
            initdb.arg(format!("--locale={locale}"));
            command::capture(&mut initdb)
        };
        initdb("C.UTF-8").or_else(|_| initdb("C")).map(drop)
    }

    /// Appends our settings: the last word in the file counts.
    fn configure(&self, durability: Durability) -> Result<()> {
        let path = self.data().join("postgresql.conf");
        let what = format!("write {}", path.display());
        let mut file = OpenOptions::new().append(true).open(&path).context(&what)?;
        let mut settings = format!(
            "listen_addresses = '127.0.0.1'\n\
             unix_socket_directories = '{}'\n\
             max_connections = 400\n\
             shared_buffers = 256MB\n",
            self.folder.display(),
        );
        if durability == Durability::None {
            settings += "fsync = off\n\
                         synchronous_commit = off\n\
                         full_page_writes = off\n\
                         wal_level = minimal\n\
                         max_wal_senders = 0\n\
                         max_wal_size = 256MB\n";
        }
        file.write_all(settings.as_bytes()).context(what)
    }

    fn launch(&mut self, binaries: &Binaries, owner: &Owner) -> Result<()> {
        let mut outcome = Ok(());
        for _ in 0..PORT_ATTEMPTS {
            self.port = free_port()?;
            let mut start = owner.command(&binaries.program("pg_ctl"));
            start
                .current_dir(&self.folder)
                .args(["start", "-w", "-t", "60"]);
            start.arg("-D").arg(self.data()).arg("-l").arg(self.log());
            start.arg("-o").arg(format!("-p {}", self.port));
            outcome = command::capture(&mut start).map(drop);
            if outcome.is_ok() {
                return Ok(());
            }
        }
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let last = log.lines().last().unwrap_or("its log is empty");
        outcome.context(format!("PostgreSQL does not start ({last})"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        if let Err(error) = self.guardian.wait() {
            eprintln!(
                "xtask: {} may be left behind: {error}",
                self.folder.display()
            );
        }
    }
}

/// Starts a cluster and keeps it until this process is told to end.
///
/// # Errors
/// When the cluster does not start, or ends by itself.
pub(crate) fn keep(pg_bin: Option<&Path>, durable: bool) -> Result<()> {
    let durability = if durable {
        Durability::Full
    } else {
        Durability::None
    };
    let cluster = Cluster::start(pg_bin, durability)?;
    println!("{}", cluster.url());
    eprintln!("PostgreSQL runs until Ctrl-C; its data is gone then");
    while cluster.is_running() {
        thread::sleep(Duration::from_millis(500));
    }
    Err(Error::new("PostgreSQL ended by itself"))
}

/// Starts the guardian in a process group of its own, out of reach of Ctrl-C.
fn guard(folder: &Path, binaries: &Binaries, owner: &Owner) -> Result<Child> {
    let mut stop = owner.command(&binaries.program("pg_ctl"));
    stop.args(["stop", "-w", "-m", "immediate", "-D"])
        .arg(folder.join("data"));

    let mut guardian = Command::new("sh");
    guardian
        .args(["-c", GUARDIAN, "ocop-postgres-guardian"])
        .arg(folder);
    guardian
        .arg(stop.get_program())
        .args(stop.get_args())
        .current_dir("/")
        .process_group(0);
    guardian
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    guardian
        .spawn()
        .context("start the guardian of the PostgreSQL folder")
}

/// Makes an empty folder that only its owner may enter.
fn create_folder(durability: Durability) -> Result<PathBuf> {
    let parent = parent_folder(durability);
    for number in 0..1000 {
        let folder = parent.join(format!("ocop-postgres-{}-{number}", process::id()));
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => return Ok(folder),
            Err(_) if folder.exists() => {}
            Err(error) => return Err(error).context(format!("create {}", folder.display())),
        }
    }
    Err(Error::new(format!(
        "{} is full of old clusters",
        parent.display()
    )))
}

/// Memory for tests; for measurements a folder that is on a disk by convention.
fn parent_folder(durability: Durability) -> PathBuf {
    let memory = Path::new("/dev/shm");
    let disk = Path::new("/var/tmp");
    match durability {
        Durability::None if free_kib(memory) >= SHARED_MEMORY_KIB => memory.to_owned(),
        Durability::Full if disk.is_dir() => disk.to_owned(),
        _ => env::temp_dir(),
    }
}

/// Free space of a file system, 0 when there is none.
fn free_kib(folder: &Path) -> u64 {
    let table = command::capture(Command::new("df").arg("-Pk").arg(folder)).unwrap_or_default();
    let available = table
        .lines()
        .nth(1)
        .and_then(|line| line.split_whitespace().nth(3));
    available
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("find a free port")?;
    Ok(listener.local_addr().context("find a free port")?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Needs the server's binaries, which `cargo xtask test` has seen to.
    #[test]
    fn heavy_cluster_leaves_nothing_behind() {
        if env::var_os("OCOP_TEST_POSTGRES_URL").is_none() {
            return;
        }
        let cluster = Cluster::start(None, Durability::None).expect("a cluster");
        let (folder, port) = (cluster.folder.clone(), cluster.port);
        assert!(cluster.is_running());
        std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("a server");
        drop(cluster);
        assert!(!folder.exists());
        std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect_err("no server");
    }
}
