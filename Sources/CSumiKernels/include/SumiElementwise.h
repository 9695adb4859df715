#ifndef SUMI_ELEMENTWISE_H
#define SUMI_ELEMENTWISE_H

#include "SumiElement.h"

/// Elements that a register holds while a program runs. 1024 floats are 4 KiB, so that a chain with several live
/// values stays in the first-level cache, and the cost of decoding an instruction is spread over 64 to 256 vectors.
enum { SUMI_BLOCK = 1024 };
/// Registers of a program.
enum { SUMI_REGISTERS = 64 };

/// One operation on registers. Registers have 1024 lanes of 32 bits; what the bits mean is the instruction's affair:
/// F float, I int32, U uint32 (uint8 is held as 0...255), M a mask (bool: all bits or none).
typedef enum {
    // Sources. `a` is the number of a buffer where one is needed.
    /// to = buffers[a], converted to lanes: float32 F, int32 I, uint32 and uint8 U, bool M.
    SUMI_LOAD,
    /// to = immediate in each lane (bits of a float, a whole number or a mask).
    SUMI_CONSTANT,
    /// to = (index / repeat) % count of buffers[a], U. No memory is read (iota along an axis).
    SUMI_INDEX,
    /// to = random bits U: `sumi_kernels.philox` with key and counter of buffers[a], element = index.
    SUMI_RANDOM,
    /// buffers[to] = register a, by the buffer's type: F, I, U; uint8 takes U and keeps the low 8 bits; bool takes M.
    SUMI_STORE,

    // F -> F. to = f(a)
    SUMI_NEGATE, SUMI_ABSOLUTE, SUMI_SIGN, SUMI_FLOOR,
    /// To the nearest whole number, halves to the even one.
    SUMI_ROUND,
    SUMI_EXP, SUMI_EXPM1, SUMI_LOG, SUMI_LOG1P, SUMI_SQRT, SUMI_RSQRT, SUMI_SIN, SUMI_COS, SUMI_TANH, SUMI_SIGMOID,
    SUMI_SOFTPLUS, SUMI_ERF, SUMI_RELU, SUMI_RECIPROCAL,

    // F, F -> F. to = f(a, b). Maximum and minimum are NaN when either operand is.
    SUMI_ADD, SUMI_SUBTRACT, SUMI_MULTIPLY, SUMI_DIVIDE, SUMI_POWER, SUMI_MAXIMUM, SUMI_MINIMUM,
    /// to = a * b + c, rounded once or twice as the instruction set has it.
    SUMI_MULTIPLY_ADD,

    // Whole numbers, modulo 2³². Names without U or I serve both.
    SUMI_NEGATE_I, SUMI_ABSOLUTE_I, SUMI_SIGN_I, SUMI_ADD_I, SUMI_SUBTRACT_I, SUMI_MULTIPLY_I,
    SUMI_MAXIMUM_I, SUMI_MINIMUM_I, SUMI_MAXIMUM_U, SUMI_MINIMUM_U,
    /// Bit by bit, of I, U or M.
    SUMI_AND, SUMI_OR, SUMI_XOR,
    /// M -> M (and the bit-wise complement of whole numbers).
    SUMI_NOT,
    /// to = a >> b, zeros from the left; 0 when b is 32 or more.
    SUMI_SHIFT_RIGHT_U,

    // Comparisons -> M. Of floats: all but NOT_EQUAL are false for NaN. Of bool: EQUAL_I, NOT_EQUAL_I and the U ones,
    // by which false < true.
    SUMI_EQUAL_F, SUMI_NOT_EQUAL_F, SUMI_LESS_F, SUMI_LESS_OR_EQUAL_F, SUMI_GREATER_F, SUMI_GREATER_OR_EQUAL_F,
    SUMI_EQUAL_I, SUMI_NOT_EQUAL_I, SUMI_LESS_I, SUMI_LESS_OR_EQUAL_I, SUMI_GREATER_I, SUMI_GREATER_OR_EQUAL_I,
    SUMI_LESS_U, SUMI_LESS_OR_EQUAL_U, SUMI_GREATER_U, SUMI_GREATER_OR_EQUAL_U,

    /// to = c ? a : b, c a mask, a and b of any kind.
    SUMI_SELECT,

    // Conversions. Floats go towards zero, saturate at the ends of the range, and NaN gives 0. Whole numbers wrap.
    SUMI_F_TO_I, SUMI_F_TO_U, SUMI_F_TO_UINT8, SUMI_I_TO_F, SUMI_U_TO_F, SUMI_U_TO_UINT8,
    /// Not zero; NaN is not zero.
    SUMI_F_TO_MASK, SUMI_I_TO_MASK,
    /// 1 or 0.
    SUMI_MASK_TO_F, SUMI_MASK_TO_I,

    SUMI_OPCODES,
} sumi_opcode;

typedef struct {
    sumi_opcode opcode;
    /// A register (0..<SUMI_REGISTERS), or a buffer's number for SUMI_STORE. May equal an operand.
    uint16_t to;
    /// Registers, or a buffer's number for the sources.
    uint16_t a, b, c;
    /// For SUMI_CONSTANT.
    uint32_t immediate;
} sumi_instruction;

/// Memory, or a rule, that a program reads or writes. Element `i` of the program's index space reads
/// `base[((i / (repeat * inner)) * inner + i % inner) % count]`, with 0 for `count` meaning no modulus and 0 for
/// `repeat` or `inner` meaning 1:
/// - contiguous: all 0;
/// - a scalar: count 1;
/// - a row [n] under [m][n] (bias): count n;
/// - a column [m] along [m][n]: repeat n;
/// - a middle axis [n] of [l][n][m]: repeat m, count n;
/// - [l][n] along [l][k][n]: repeat k, inner n.
/// Stores are contiguous. A program may store where it loads contiguously (in place): each element is read before it
/// is written; other overlaps are not allowed.
typedef struct {
    void *base;
    sumi_element element;
    size_t repeat, inner, count;
    /// For SUMI_RANDOM: key and the three upper counter words.
    uint32_t key[2], counter[3];
} sumi_buffer;

#endif
