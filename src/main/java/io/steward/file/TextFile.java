package io.steward.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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

/** A small text file. After Steward has written it, only its owner can read it. */
public final class TextFile {
  private static final long LONGEST = 256 * 1024;

  private final Path path;

  public TextFile(Path path) {
    this.path = path;
  }

  /**
   * Reads the whole text.
   *
   * @throws FileFault if the file is missing, unreadable, too large or not UTF-8
   */
  public String text() throws FileFault {
    try {
      FileFault.demand(Files.size(path) <= LONGEST, "is too large: at most 256 KiB");
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new FileFault("does not exist: create it or correct the path");
    } catch (CharacterCodingException e) {
      throw new FileFault("is not UTF-8: save it as UTF-8");
    } catch (IOException e) {
      throw new FileFault("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  public boolean exists() {
    return Files.exists(path);
  }

  /**
   * Creates the file.
   *
   * @throws FileAlreadyExistsException if the file exists
   */
  public void create(String text) throws IOException {
    if (exists()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    write(text);
  }

  /** Replaces the content atomically; only the file's owner can read it. */
  public void write(String text) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    // Only the owner can access temporary files created by Java.
    Path fresh = Files.createTempFile(folder, path.getFileName().toString(), ".new");
    try {
      Files.writeString(fresh, text, StandardOpenOption.SYNC);
      keepOwner(fresh);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * Gives the new file the owner of the old one. Otherwise a command run as root would make the
   * file unreadable for the server.
   */
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

  /** Whether users other than the owner have access; false on file systems without permissions. */
  public boolean isOpenToOthers() throws IOException {
    return hasOwners()
        && Files.getPosixFilePermissions(path).stream()
            .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
  }

  /** A text that changes whenever the file changes. */
  String version() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.lastModifiedTime() + " " + file.size() + " " + file.fileKey();
    } catch (IOException e) {
      return "missing";
    }
  }
}
