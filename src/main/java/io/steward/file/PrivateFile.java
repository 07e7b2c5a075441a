package io.steward.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** A small text file that is made for its owner alone. */
public record PrivateFile(Path path) {
  private static final long LONGEST = 256 * 1024;

  /**
   * All of it.
   *
   * @throws FileFault when it is missing, not to be read, too large or not UTF-8
   */
  public String text() throws FileFault {
    try {
      FileFault.demand(Files.size(path) <= LONGEST, "is too large");
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new FileFault("does not exist");
    } catch (IOException e) {
      throw new FileFault("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  public boolean exists() {
    return Files.exists(path);
  }

  /**
   * Makes the file.
   *
   * @throws FileAlreadyExistsException when there is one
   */
  public void create(String text) throws IOException {
    if (exists()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    write(text);
  }

  /** Puts that in place of what the file held, whole and for its owner's eyes only. */
  public void write(String text) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    // Java makes temporary files for their owner only.
    Path fresh = Files.createTempFile(folder, path.getFileName().toString(), ".new");
    try {
      Files.writeString(fresh, text, StandardOpenOption.SYNC);
      keepOwner(fresh);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Who writes it as root must not shut out the server that reads it. */
  private void keepOwner(Path fresh) throws IOException {
    if (exists() && hasOwners()) {
      PosixFileAttributes before = Files.readAttributes(path, PosixFileAttributes.class);
      PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
      view.setGroup(before.group());
      view.setOwner(before.owner());
    }
  }

  private static boolean hasOwners() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  /** Whether others than its owner may read it, where the file system knows of such a thing. */
  public boolean isOpenToOthers() throws IOException {
    return hasOwners()
        && Files.getPosixFilePermissions(path).stream()
            .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
  }

  /** What changes when the file does. */
  String version() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.lastModifiedTime() + " " + file.size() + " " + file.fileKey();
    } catch (IOException e) {
      return "missing";
    }
  }
}
