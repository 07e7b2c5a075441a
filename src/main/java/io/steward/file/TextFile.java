package io.steward.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/** A small text file. After Steward has written it, only its owner can read it. */
public final class TextFile {
  private static final long LONGEST = 256 * 1024;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int MOST_LINKS = 40;

  private final Path path;
  private final String setting;

  /** A file that no setting names. */
  public TextFile(Path path) {
    this(path, "");
  }

  /**
   * A file of the operator.
   *
   * @param setting the setting that names the file, for messages
   */
  public TextFile(Path path, String setting) {
    this.path = path;
    this.setting = setting;
  }

  /** A message about a fault of this file, with its path and the setting that names it. */
  public String message(FileFault fault) {
    return setting.isEmpty()
        ? path + " " + fault.getMessage()
        : setting + " names the file " + path + ", which " + fault.getMessage();
  }

  /**
   * Reads the whole text, without the byte order mark that some editors put before it.
   *
   * @throws FileFault if the file is missing, unreadable, too large or not UTF-8
   */
  public String text() throws FileFault {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      // Reading a pipe or a device may never end.
      FileFault.demand(!attributes.isOther(), "is a pipe or a device: give the path of a file");
      FileFault.demand(attributes.size() <= LONGEST, "is too large: at most 256 KiB");
      return withoutMark(Files.readString(path));
    } catch (NoSuchFileException e) {
      throw new FileFault("does not exist: create it or correct the path");
    } catch (CharacterCodingException e) {
      throw new FileFault("is not UTF-8: save it as UTF-8");
    } catch (AccessDeniedException e) {
      throw new FileFault("cannot be read by this user: change its permissions");
    } catch (IOException e) {
      throw new FileFault("cannot be read: give the path of a file");
    }
  }

  private static String withoutMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  public boolean exists() {
    return Files.exists(path);
  }

  /**
   * Creates the file.
   *
   * @throws FileAlreadyExistsException if the file exists
   * @throws FileFault if it cannot be written
   */
  public void create(String text) throws FileAlreadyExistsException, FileFault {
    if (exists()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    write(text);
  }

  /**
   * Replaces the content atomically; only the file's owner can read it. A symbolic link stays, and
   * its target is replaced. If root writes a new file, it belongs to the owner of its folder.
   *
   * @throws FileFault if the file cannot be written; it is unchanged then
   */
  public void write(String text) throws FileFault {
    try {
      replace(target(), text);
    } catch (IOException e) {
      throw new FileFault("cannot be written (" + reason(e) + ")");
    }
  }

  /** The file to which all symbolic links lead, even if it does not exist yet. */
  private Path target() throws IOException {
    Path target = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemException(path.toString(), null, "too many symbolic links");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void replace(Path target, String text) throws IOException, FileFault {
    // Only the owner can access temporary files created by Java.
    Path fresh = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".new");
    try {
      Files.writeString(fresh, text, StandardOpenOption.SYNC);
      adoptOwner(target, fresh);
      move(fresh, target);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** A mount point cannot be replaced. Writing into it could leave half a file after a crash. */
  private static void move(Path fresh, Path target) throws FileFault {
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new FileFault(
          "cannot be replaced ("
              + reason(e)
              + "): if the file is mounted by itself, mount its folder instead");
    }
  }

  /**
   * Gives the fresh file the owner of the old one, or of the folder if there is no old one.
   * Otherwise a command run as root would make the file unreadable for the server.
   */
  private static void adoptOwner(Path target, Path fresh) throws IOException {
    if (hasOwners() && (Files.exists(target) || isOfRoot(fresh))) {
      Path model = Files.exists(target) ? target : target.getParent();
      PosixFileAttributes owned = Files.readAttributes(model, PosixFileAttributes.class);
      // The folder's owner could have put a link in place of the fresh file.
      PosixFileAttributeView view =
          Files.getFileAttributeView(
              fresh, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      view.setGroup(owned.group());
      view.setOwner(owned.owner());
    }
  }

  /** Only root can give a file to another user. */
  private static boolean isOfRoot(Path fresh) throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(fresh, "unix:uid"));
  }

  /** The reason, without the name of the temporary file. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "this user must be able to create files in its folder";
    }
    if (e instanceof NoSuchFileException) {
      return "its folder does not exist";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : e.getClass().getSimpleName();
  }

  /** Whether the files of this machine have owners and permissions. */
  public static boolean hasOwners() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  /**
   * A warning if users other than the owner have access; always empty on file systems without
   * permissions. Ask for each file with a secret.
   *
   * @param content what the file contains, such as {@code key}
   */
  public Optional<String> exposure(String content) {
    try {
      return isOpenToOthers()
          ? Optional.of(
              "users other than the owner can access the "
                  + content
                  + " file "
                  + path
                  + (setting.isEmpty() ? "" : " of " + setting)
                  + ": change its mode to 600")
          : Optional.empty();
    } catch (IOException e) {
      // Reading the file reports the reason.
      return Optional.empty();
    }
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
