package io.fairlead.wire.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads a golden frame: hex octets, and comments from {@code #} to the end of the line. */
public final class HexVector {
  private HexVector() {}

  /** The octets of {@code vectors/NAME.hex}. */
  public static byte[] read(String name) {
    try (var stream =
        Objects.requireNonNull(
            HexVector.class.getResourceAsStream("/vectors/" + name + ".hex"), name)) {
      var text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
      var digits =
          text.lines()
              .map(line -> line.replaceAll("#.*", "").replaceAll("\\s", ""))
              .collect(Collectors.joining());
      return HexFormat.of().parseHex(digits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
