package org.spinbench.simulator.tsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.simulator.tsp.Operators.Binary;
import org.spinbench.simulator.tsp.Token.Kind;

/**
 * Parses a script into statements. The depth of nesting is limited, and so is the stack of a run.
 */
final class Parser {
  /** Operators, brackets, points and calls of one statement. */
  private static final int MOST_LEVELS = 400;

  private static final int LEVELS_PER_BLOCK = 3;

  /** Nested blocks. */
  private static final int MOST_BLOCKS = 40;

  private final Tokens tokens;
  private int levels;
  private int blocks;
  private int loops;
  private int deepest;

  private Parser(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Parses a complete script.
   *
   * @throws SyntaxException if the text is not a script
   */
  static Statement parse(String text) {
    Parser parser = new Parser(new Tokens(text));
    Statement script = parser.block();
    if (parser.tokens.peek().kind() != Kind.END) {
      throw parser.tokens.unexpected();
    }
    return script;
  }

  private Statement block() {
    if (++blocks > MOST_BLOCKS) {
      throw tooDeep();
    }
    deepest = Math.max(deepest, LEVELS_PER_BLOCK * blocks);
    List<Statement> statements = new ArrayList<>();
    while (!blockEnds()) {
      levels = 0;
      statements.add(statement());
      tokens.skip(";");
    }
    blocks--;
    Statement body = Statement.block(statements);
    return run -> run.inScope(body);
  }

  private boolean blockEnds() {
    Token token = tokens.peek();
    return token.kind() == Kind.END
        || token.is("end")
        || token.is("else")
        || token.is("elseif")
        || token.is("until");
  }

  private SyntaxException tooDeep() {
    return new SyntaxException(tokens.peek().line(), "chunk has too many syntax levels");
  }

  private void deeper() {
    if (++levels > MOST_LEVELS) {
      throw tooDeep();
    }
    deepest = Math.max(deepest, levels + LEVELS_PER_BLOCK * blocks);
  }

  private void require(String word) {
    if (!tokens.skip(word)) {
      String near = tokens.peek().quoted();
      throw new SyntaxException(tokens.peek().line(), Text.quoted(word) + " expected near " + near);
    }
  }

  private String name() {
    if (tokens.peek().kind() != Kind.NAME) {
      throw tokens.unexpected();
    }
    return tokens.next().text();
  }

  private Statement statement() {
    int line = tokens.peek().line();
    Statement statement = unnumbered();
    return run -> {
      run.at(line);
      return statement.execute(run);
    };
  }

  private Statement unnumbered() {
    if (tokens.skip("local")) {
      return tokens.skip("function") ? localFunction() : local();
    }
    if (tokens.skip("function")) {
      return named();
    }
    if (tokens.skip("return")) {
      return results();
    }
    if (tokens.skip("if")) {
      return branch();
    }
    if (tokens.skip("for")) {
      return count();
    }
    if (tokens.skip("while")) {
      return repeat();
    }
    if (tokens.skip("repeat")) {
      return repeatUntil();
    }
    if (tokens.skip("do")) {
      Statement body = block();
      require("end");
      return body;
    }
    if (loops > 0 && tokens.skip("break")) {
      return run -> false;
    }
    return callOrAssignment();
  }

  private Statement local() {
    List<String> names = new ArrayList<>(List.of(name()));
    while (tokens.skip(",")) {
      names.add(name());
    }
    List<Expression> values = tokens.skip("=") ? expressions() : List.of();
    return run -> {
      Object[] given = all(values, run);
      for (int i = 0; i < names.size(); i++) {
        run.declare(names.get(i), i < given.length ? given[i] : null);
      }
      return true;
    };
  }

  private Statement localFunction() {
    String name = name();
    Expression function = function();
    return run -> {
      run.declare(name, null);
      run.set(name, function.value(run));
      return true;
    };
  }

  /** A function with a name, which may be a field of a table. */
  private Statement named() {
    String first = name();
    Target target = new Target(null, null, first);
    Expression object = run -> run.get(first);
    while (tokens.skip(".")) {
      String key = name();
      Suffixed field = index(object, run -> key);
      target = field.target;
      object = field.value;
    }
    Target place = target;
    Expression function = function();
    return run -> {
      place.set(run, function.value(run));
      return true;
    };
  }

  /** Parameters and body of a function, whose depth counts where it is called. */
  private Expression function() {
    require("(");
    List<String> parameters = new ArrayList<>();
    while (!tokens.peek().is(")")) {
      parameters.add(name());
      if (!tokens.skip(",")) {
        break;
      }
    }
    require(")");
    int outerLoops = loops;
    int outerDeepest = deepest;
    loops = 0;
    deepest = 0;
    Statement body = block();
    require("end");
    int weight = deepest + 1;
    deepest = Math.max(outerDeepest, deepest);
    loops = outerLoops;
    return run -> run.closure(List.copyOf(parameters), body, weight);
  }

  private Statement results() {
    List<Expression> values = blockEnds() || tokens.peek().is(";") ? List.of() : expressions();
    return run -> {
      run.give(all(values, run));
      return false;
    };
  }

  private Statement branch() {
    Expression condition = expression();
    require("then");
    Statement yes = block();
    Statement no = run -> true;
    if (tokens.peek().is("elseif")) {
      if (++blocks > MOST_BLOCKS) {
        throw tooDeep();
      }
      tokens.next();
      levels = 0;
      no = branch();
      blocks--;
    } else {
      if (tokens.skip("else")) {
        no = block();
      }
      require("end");
    }
    Statement otherwise = no;
    return run -> (Operators.isTrue(condition.value(run)) ? yes : otherwise).execute(run);
  }

  private Statement count() {
    String name = name();
    require("=");
    Expression from = expression();
    require(",");
    Expression to = expression();
    Expression by = tokens.skip(",") ? expression() : run -> 1.0;
    Statement body = loop();
    return ScriptLoops.count(name, List.of(from, to, by), body);
  }

  private Statement repeat() {
    Expression condition = expression();
    return ScriptLoops.repeatWhile(condition, loop());
  }

  private Statement repeatUntil() {
    loops++;
    Statement body = block();
    loops--;
    require("until");
    return ScriptLoops.repeatUntil(body, expression());
  }

  private Statement loop() {
    require("do");
    loops++;
    Statement body = block();
    loops--;
    require("end");
    return body;
  }

  /** The left side of an assignment: a variable, or an attribute of an object. */
  private record Target(Expression object, Expression key, String name) {
    void set(Run run, Object value) {
      if (object == null) {
        run.set(name, value);
        return;
      }
      Object owner = object.value(run);
      if (!(owner instanceof TspTable table)) {
        throw new ScriptException("attempt to index a " + Text.kind(owner));
      }
      table.set(key.value(run), value);
    }
  }

  /** A name with its points, brackets and calls. A call is not a target of an assignment. */
  private record Suffixed(Expression value, Target target, boolean call) {}

  private Statement callOrAssignment() {
    Suffixed first = suffixed();
    if (first.call) {
      return run -> {
        first.value.values(run);
        return true;
      };
    }
    List<Target> targets = new ArrayList<>();
    targets.add(target(first));
    while (tokens.skip(",")) {
      targets.add(target(suffixed()));
    }
    require("=");
    List<Expression> values = expressions();
    return run -> {
      Object[] given = all(values, run);
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).set(run, i < given.length ? given[i] : null);
      }
      return true;
    };
  }

  private Target target(Suffixed suffixed) {
    if (suffixed.target == null) {
      throw tokens.unexpected();
    }
    return suffixed.target;
  }

  private List<Expression> expressions() {
    List<Expression> list = new ArrayList<>();
    do {
      list.add(expression());
    } while (tokens.skip(","));
    return list;
  }

  /** The values of a list; its last element may have several. */
  static Object[] all(List<Expression> list, Run run) {
    Object[] values = new Object[list.size()];
    for (int i = 0; i < list.size() - 1; i++) {
      values[i] = list.get(i).value(run);
    }
    if (list.isEmpty()) {
      return values;
    }
    Object[] rest = list.get(list.size() - 1).values(run);
    Object[] whole = Arrays.copyOf(values, list.size() - 1 + rest.length);
    System.arraycopy(rest, 0, whole, list.size() - 1, rest.length);
    return whole;
  }

  private Expression expression() {
    return operation(0);
  }

  /** Parses operators that bind more strongly than this. */
  private Expression operation(int weakest) {
    Expression left = unary();
    while (true) {
      Token sign = tokens.peek();
      if (sign.is("and") && weakest < 2) {
        left = Operators.and(left, right(2));
      } else if (sign.is("or") && weakest < 1) {
        left = Operators.or(left, right(1));
      } else {
        Binary operator = sign.kind() == Kind.SIGN ? Operators.binary(sign.text()) : null;
        if (operator == null || operator.left() <= weakest) {
          return left;
        }
        left = Operators.binary(operator, left, right(operator.right()));
      }
    }
  }

  private Expression right(int strength) {
    deeper();
    tokens.next();
    return operation(strength);
  }

  private Expression unary() {
    if (tokens.skip("not")) {
      deeper();
      Expression operand = operation(Operators.UNARY);
      return run -> !Operators.isTrue(operand.value(run));
    }
    if (tokens.skip("-")) {
      deeper();
      Expression operand = operation(Operators.UNARY);
      return run -> -Operators.number(operand.value(run));
    }
    return simple();
  }

  private Expression simple() {
    Token token = tokens.peek();
    Object constant =
        switch (token.kind()) {
          case NUMBER -> token.number();
          case STRING -> token.text();
          case KEYWORD -> token.is("true") ? Boolean.TRUE : token.is("false") ? false : null;
          default -> null;
        };
    if (constant != null || token.is("nil")) {
      tokens.next();
      return run -> constant;
    }
    if (tokens.skip("{")) {
      deeper();
      return table();
    }
    if (tokens.skip("function")) {
      deeper();
      return function();
    }
    return suffixed().value;
  }

  private Suffixed suffixed() {
    Suffixed part = primary();
    while (true) {
      Token token = tokens.peek();
      if (token.is(".")) {
        deeper();
        tokens.next();
        String key = name();
        part = index(part.value, run -> key);
      } else if (token.is("[")) {
        deeper();
        tokens.next();
        Expression key = expression();
        require("]");
        part = index(part.value, key);
      } else if (token.is("(") || token.kind() == Kind.STRING) {
        deeper();
        part = call(part.value, arguments());
      } else {
        return part;
      }
    }
  }

  /** A table: values, of which some have a name. */
  private Expression table() {
    List<Expression> elements = new ArrayList<>();
    Map<String, Expression> fields = new LinkedHashMap<>();
    while (!tokens.peek().is("}")) {
      if (tokens.peek().kind() == Kind.NAME && tokens.second().is("=")) {
        String key = name();
        require("=");
        fields.put(key, expression());
      } else {
        elements.add(expression());
      }
      if (!tokens.skip(",") && !tokens.skip(";")) {
        break;
      }
    }
    require("}");
    return run -> {
      TspTable table = TspTable.of(all(elements, run));
      fields.forEach((key, value) -> table.set(key, value.value(run)));
      return table;
    };
  }

  private Suffixed primary() {
    if (tokens.peek().is("(")) {
      deeper();
      tokens.next();
      Expression inner = expression();
      require(")");
      return new Suffixed(inner::value, null, false);
    }
    String name = name();
    return new Suffixed(run -> run.get(name), new Target(null, null, name), false);
  }

  private List<Expression> arguments() {
    if (tokens.peek().kind() == Kind.STRING) {
      String only = tokens.next().text();
      return List.of(run -> only);
    }
    require("(");
    List<Expression> list = tokens.peek().is(")") ? List.of() : expressions();
    require(")");
    return list;
  }

  private static Suffixed index(Expression object, Expression key) {
    Expression value =
        run -> {
          run.step();
          Object owner = object.value(run);
          if (owner instanceof TspTable table) {
            return table.get(key.value(run));
          }
          throw new ScriptException("attempt to index a " + Text.kind(owner));
        };
    return new Suffixed(value, new Target(object, key, null), false);
  }

  private static Suffixed call(Expression function, List<Expression> arguments) {
    return new Suffixed(new FunctionCall(function, arguments), null, true);
  }
}
