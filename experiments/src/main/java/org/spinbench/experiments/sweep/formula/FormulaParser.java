package org.spinbench.experiments.sweep.formula;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.text.Spelling;

/**
 * Reads an expression. EvalEx makes the tree; it evaluates nothing.
 *
 * <p>Names of plans have blanks, points and colons, which EvalEx has not. So each is replaced by a
 * word of the same length, which keeps the places of everything else.
 */
final class FormulaParser {
  /** Longest expression, characters. */
  static final int LONGEST = 1000;

  /** Deepest nesting of parentheses. */
  static final int DEEPEST = 50;

  /** Operators of two characters. */
  private static final List<String> PAIRS = List.of("==", "!=", "<>", "<=", ">=", "&&", "||");

  private static final Pattern NUMBER =
      Pattern.compile("(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
  private static final Pattern QUANTITY =
      Pattern.compile("\\s*([fpnuµmkMGT])?(V|A|W|Hz|s|Ohm|dBm|dB|deg)(?![\\w.(])");
  private static final Map<String, Integer> PREFIXES =
      Map.of(
          "f", -15, "p", -12, "n", -9, "u", -6, "µ", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12);
  private static final Pattern DOTTED =
      Pattern.compile("[A-Za-z_][\\w:]*(?: [\\w:]+)*\\.[A-Za-z_]\\w*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
  private static final Map<String, Double> TRUTHS = Map.of("true", 1.0, "false", 0.0);

  private static final ExpressionConfiguration LANGUAGE = language();

  private final String text;
  private final Collection<String> known;
  private final Map<Integer, String> names = new TreeMap<>();

  /** Numbers with a unit. */
  private final Map<Integer, FormulaNode.Constant> quantities = new TreeMap<>();

  private FormulaParser(String text, Collection<String> known) {
    this.text = text;
    this.known = known;
  }

  /** Stands for every function while a text is read. */
  @FunctionParameter(name = "values", isVarArg = true)
  private static final class Declared extends AbstractFunction {
    @Override
    public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... values)
        throws EvaluationException {
      throw new EvaluationException(token, "expressions are not evaluated here");
    }
  }

  private static ExpressionConfiguration language() {
    MapBasedFunctionDictionary functions = new MapBasedFunctionDictionary();
    FunctionIfc declared = new Declared();
    Operation.functions().forEach(name -> functions.addFunction(name, declared));
    return ExpressionConfiguration.builder()
        .functionDictionary(functions)
        .arraysAllowed(false)
        .structuresAllowed(false)
        .binaryAllowed(false)
        .implicitMultiplicationAllowed(false)
        .singleQuoteStringLiteralsAllowed(false)
        .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER)
        .locale(Locale.ROOT)
        .build();
  }

  /**
   * Reads an expression.
   *
   * @param known names in it
   * @throws FormulaException if it is none, or names something else
   */
  static FormulaNode parse(String text, Collection<String> known) {
    return new FormulaParser(text, known).parse();
  }

  private FormulaNode parse() {
    if (text.isBlank()) {
      throw new FormulaException(0, "the expression is empty");
    }
    if (text.length() > LONGEST) {
      throw new FormulaException(
          LONGEST,
          "the expression has "
              + text.length()
              + " characters, and the longest possible one "
              + LONGEST);
    }
    String plain = withoutNames();
    requireNested(plain);
    try {
      return node(new Expression(plain, LANGUAGE).getAbstractSyntaxTree());
    } catch (ParseException e) {
      int at = Math.max(0, Math.min(e.getStartPosition() - 1, text.length() - 1));
      throw new FormulaException(at, sentence(e.getMessage()));
    }
  }

  private static String sentence(String message) {
    String plain = message == null ? "it cannot be read" : message;
    return plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
  }

  /**
   * Checks the nesting, and that commas and operators have values. EvalEx ignores some commas too
   * many, and gives no reason where a function lacks a value.
   */
  private static void requireNested(String plain) {
    Deque<Boolean> functions = new ArrayDeque<>();
    char before = ' ';
    for (int at = 0; at < plain.length(); at++) {
      char c = plain.charAt(at);
      if (c == '(') {
        functions.push(Character.isLetterOrDigit(before) || before == '_');
      } else if (c == ',' && !Boolean.TRUE.equals(functions.peek())) {
        throw new FormulaException(at, "a comma separates values of a function, and here is none");
      } else if (needsValueBefore(plain, at) && "(,".indexOf(before) >= 0
          || c == ')' && before == ','
          || (c == ')' || needsValueBefore(plain, at)) && isOperator(before)) {
        throw new FormulaException(at, "a value is missing before this '" + c + "'");
      } else if (c == ')' && !functions.isEmpty()) {
        functions.pop();
      }
      if (functions.size() > DEEPEST) {
        throw new FormulaException(
            at, "parentheses are nested deeper than " + DEEPEST + "; simplify the expression");
      }
      before = Character.isWhitespace(c) ? before : c;
    }
  }

  private static boolean isOperator(char c) {
    return "+-*/%^=<>!&|".indexOf(c) >= 0;
  }

  /** Whether a comma stands here, or an operator begins that needs a value on its left. */
  private static boolean needsValueBefore(String plain, int at) {
    char c = plain.charAt(at);
    boolean second = at > 0 && PAIRS.contains(plain.substring(at - 1, at + 1));
    boolean sign = "+-!".indexOf(c) >= 0 && !plain.startsWith("!=", at);
    return c == ',' || isOperator(c) && !second && !sign;
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"' || c == '`';
  }

  /** The text with a word of the same length for each name. */
  private String withoutNames() {
    StringBuilder plain = new StringBuilder();
    while (plain.length() < text.length()) {
      int at = plain.length();
      char c = text.charAt(at);
      if (isQuote(c)) {
        int end = text.indexOf(c, at + 1);
        if (end < 0) {
          throw new FormulaException(at, "the quotation mark " + c + " is not closed");
        }
        replace(plain, text.substring(at + 1, end), end + 1 - at);
      } else if (Character.isLetter(c) || c == '_') {
        word(plain, at);
      } else {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
          number(plain, number);
        } else {
          plain.append(c);
        }
      }
    }
    return plain.toString();
  }

  /** A number, and its unit if it has one: {@code 5 mV}. */
  private void number(StringBuilder plain, Matcher number) {
    Matcher unit = QUANTITY.matcher(text).region(number.end(), text.length());
    if (!unit.lookingAt()) {
      plain.append(number.group());
      return;
    }
    int at = plain.length();
    String prefix = unit.group(1) == null ? "" : unit.group(1);
    double value = scaled(at, number.group(), PREFIXES.getOrDefault(prefix, 0));
    quantities.put(
        at,
        new FormulaNode.Constant(
            at, value, false, Dimension.parse(unit.group(2)).orElse(Dimension.ANY)));
    plain.append('n').append("_".repeat(unit.end() - at - 1));
  }

  private void word(StringBuilder plain, int at) {
    Optional<String> longest =
        known.stream()
            .filter(name -> text.startsWith(name, at) && endsAt(at + name.length()))
            .max((a, b) -> Integer.compare(a.length(), b.length()));
    Matcher dotted = DOTTED.matcher(text).region(at, text.length());
    Matcher word = WORD.matcher(text).region(at, text.length());
    if (longest.isPresent()) {
      replace(plain, longest.get(), longest.get().length());
    } else if (dotted.lookingAt()) {
      replace(plain, dotted.group(), dotted.group().length());
    } else if (word.lookingAt()) {
      boolean kept =
          TRUTHS.containsKey(word.group())
              || word.group().equals("pi")
              || text.substring(word.end()).stripLeading().startsWith("(");
      if (kept) {
        plain.append(word.group());
      } else {
        replace(plain, word.group(), word.group().length());
      }
    } else {
      throw new FormulaException(at, "the character " + text.charAt(at) + " has no meaning here");
    }
  }

  private boolean endsAt(int end) {
    return end == text.length()
        || !Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != '_';
  }

  private void replace(StringBuilder plain, String name, int length) {
    if (!known.contains(name)) {
      throw new FormulaException(
          plain.length(),
          "there is no "
              + name
              + " in the plan; "
              + (known.isEmpty()
                  ? "no names can be used here"
                  : "there is " + String.join(", ", known) + Spelling.hint(name, known)));
    }
    names.put(plain.length(), name);
    plain.append('n').append("_".repeat(length - 1));
  }

  private FormulaNode node(ASTNode tree) {
    Token token = tree.getToken();
    int at = token.getStartPosition() - 1;
    List<FormulaNode> parts = new ArrayList<>();
    for (ASTNode parameter : tree.getParameters()) {
      parts.add(node(parameter));
    }
    String symbol = token.getValue();
    return switch (token.getType()) {
      case NUMBER_LITERAL -> new FormulaNode.Constant(at, number(at, symbol), false, Dimension.ANY);
      case VARIABLE_OR_CONSTANT -> name(at, symbol);
      case INFIX_OPERATOR, PREFIX_OPERATOR ->
          applied(
              at,
              Operation.operator(symbol, parts.size())
                  .orElseThrow(() -> new FormulaException(at, "there is no operator " + symbol)),
              parts);
      case FUNCTION ->
          applied(
              at,
              Operation.function(symbol)
                  .orElseThrow(() -> new FormulaException(at, "there is no function " + symbol)),
              parts);
      default -> throw new FormulaException(at, symbol + " has no meaning here");
    };
  }

  /** The nearest number to digits times a power of ten. */
  private static double scaled(int at, String digits, int tens) {
    int exponent = digits.toLowerCase(Locale.ROOT).indexOf('e');
    try {
      int given = exponent < 0 ? 0 : Integer.parseInt(digits.substring(exponent + 1));
      String plain = exponent < 0 ? digits : digits.substring(0, exponent);
      return number(at, plain + "e" + Math.addExact(given, tens));
    } catch (NumberFormatException | ArithmeticException e) {
      return number(at, digits + "e"); // which refuses them
    }
  }

  private static double number(int at, String digits) {
    try {
      double number = Double.parseDouble(digits);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException hexadecimal) {
      // It is refused below.
    }
    throw new FormulaException(at, digits + " is not a number of a usual size");
  }

  private FormulaNode name(int at, String word) {
    FormulaNode quantity = quantities.get(at);
    if (quantity != null) {
      return quantity;
    }
    String name = names.get(at);
    if (name != null) {
      return new FormulaNode.Named(at, name);
    }
    Double truth = TRUTHS.get(word);
    return truth == null
        ? new FormulaNode.Constant(at, Math.PI, false, Dimension.ANY)
        : new FormulaNode.Constant(at, truth, true, Dimension.ONE);
  }

  private static FormulaNode applied(int at, Operation operation, List<FormulaNode> to) {
    if (to.size() != operation.arguments()) {
      throw new FormulaException(
          at,
          operation.symbol()
              + " takes "
              + operation.arguments()
              + (operation.arguments() == 1 ? " value" : " values")
              + ", not "
              + to.size());
    }
    for (int k = 0; k < to.size(); k++) {
      boolean wanted = operation.rule().takesTruth(k);
      if (to.get(k).isTruth() != wanted) {
        throw new FormulaException(
            to.get(k).at(),
            operation.symbol()
                + (wanted
                    ? " needs a condition here, and this is a number"
                    : " needs a number here, and this is a condition"));
      }
    }
    return new FormulaNode.Applied(at, operation, List.copyOf(to));
  }
}
