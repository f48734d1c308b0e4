//! Makes a bundle of what a device may read and lacks (protocol section 15): for its member's machines,
//! also those that meet no relay, and for the relay itself.
//!
//! It goes out while it is made: memory holds one page of the log, or one chunk.

use crate::answer::RelayError;
use crate::clock;
use crate::relay::Relay;
use crate::session::ActiveDevice;
use crate::storage::{StorageError, Stretch};
use ledger::PageRequest;
use protocol::{
    BundleItem, BundleWriter, Envelope, ItemStatus, Kind, Manifest, Parsed, Prepared, PullItem, Recipient,
    SealWith, Vector,
};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Bytes of one page of the log.
const PAGE: usize = 512 * 1024;

/// Finds who may open it: the active devices of the member who asks, and this relay.
pub(crate) fn recipients(relay: &Relay, device: &ActiveDevice) -> Result<Vec<Recipient>, RelayError> {
    let storage = &device.school.storage;
    let key = relay.public();
    let mut found = vec![Recipient { name: key.to_bytes(), box_key: key.box_key() }];
    for (one, owner) in storage.owners()? {
        if owner == device.member
            && let Some(active) = storage.device(one)?
        {
            found.push(Recipient { name: one.to_bytes(), box_key: active.box_key });
        }
    }
    Ok(found)
}

/// Writes the bundle; what `have` holds is left out.
pub(crate) fn write(
    relay: &Relay,
    device: &ActiveDevice,
    have: &Vector,
    recipients: &[Recipient],
    out: &mut impl Write,
) -> io::Result<()> {
    let sealed: Vec<_> = recipients.iter().map(|one| (*one, clock::random())).collect();
    let with = SealWith { key: clock::random(), prefix: clock::random() };
    let (writer, head) =
        BundleWriter::begin(device.school.space, clock::now(), &with, &sealed).map_err(io::Error::other)?;
    out.write_all(&head)?;
    let mut making = Making { device, have, writer, out, files: BTreeMap::new() };
    making.beginning(relay)?;
    making.stretch(Stretch::Control, |kind| kind == Kind::Control)?;
    making.stretch(Stretch::Log, |kind| kind != Kind::Control)?;
    making.chunks()?;
    let end = making.writer.finish().map_err(io::Error::other)?;
    making.out.write_all(&end)
}

struct Making<'a, W> {
    device: &'a ActiveDevice,
    have: &'a Vector,
    writer: BundleWriter,
    out: &'a mut W,
    /// Files that its manifests announce, small ones first.
    files: BTreeMap<(u64, [u8; 32]), Manifest>,
}

impl<W: Write> Making<'_, W> {
    fn add(&mut self, item: &BundleItem) -> io::Result<()> {
        let ready = self.writer.add(item).map_err(io::Error::other)?;
        self.out.write_all(&ready)
    }

    /// What this relay holds, what it signs now, and how far devices are.
    fn beginning(&mut self, relay: &Relay) -> io::Result<()> {
        let school = &self.device.school;
        let held = school.storage.kept().map_err(io::Error::other)?;
        let checkpoint = school.checkpoint(&relay.key).map_err(io::Error::other)?;
        let (receipts, _) = school.storage.receipts(0).map_err(io::Error::other)?;
        self.add(&BundleItem::Vector(held))?;
        self.add(&BundleItem::Checkpoint(checkpoint))?;
        receipts.into_iter().try_for_each(|receipt| self.add(&BundleItem::Ack(receipt.device, receipt.ack)))
    }

    /// The entries of a stretch that are wanted of it, as far as this device may read them whole.
    fn stretch(&mut self, stretch: Stretch, wanted: fn(Kind) -> bool) -> io::Result<()> {
        let mut after = 0;
        loop {
            let (member, device) = (self.device.member, self.device.device);
            let request = PageRequest { member, device, after, max_bytes: PAGE, verify: false };
            let page = self.device.school.storage.page(stretch, &request).map_err(io::Error::other)?;
            for item in page.items {
                self.entry(item, wanted)?;
            }
            if page.complete {
                return Ok(());
            }
            after = page.upto;
        }
    }

    fn entry(&mut self, item: PullItem, wanted: fn(Kind) -> bool) -> io::Result<()> {
        let opened = item.into_envelope().map_err(io::Error::other)?;
        let Some((_, ItemStatus::Admitted, envelope)) = opened else { return Ok(()) };
        let header = envelope.header();
        if envelope.payload().is_none() || !wanted(header.kind) || self.have.holds(header.author, header.aseq)
        {
            return Ok(());
        }
        if header.kind == Kind::Blob {
            self.note_file(&envelope).map_err(io::Error::other)?;
        }
        self.add(&match header.kind {
            Kind::Control => BundleItem::Control(envelope),
            _ => BundleItem::Envelope(envelope),
        })
    }

    /// Notes a file whose bytes go along: one that is here whole, and was not erased.
    fn note_file(&mut self, envelope: &Envelope) -> Result<(), StorageError> {
        let prepared = Prepared::new(envelope.clone());
        let Parsed::Blob(manifest) = prepared.parsed() else { return Ok(()) };
        let storage = &self.device.school.storage;
        let is_named = storage.blob(manifest.blob)?.is_some_and(|row| !row.erased);
        if is_named && storage.blob_is_stored(manifest.blob)? {
            self.files.insert((manifest.size, manifest.blob.to_bytes()), manifest.clone());
        }
        Ok(())
    }

    fn chunks(&mut self) -> io::Result<()> {
        for manifest in std::mem::take(&mut self.files).into_values() {
            for chunk in manifest.chunks {
                // One that was erased meanwhile takes nothing else with it.
                let Some(bytes) = self.device.school.blobs.get(chunk)? else { break };
                self.add(&BundleItem::Chunk(bytes))?;
            }
        }
        Ok(())
    }
}
