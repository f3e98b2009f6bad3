;; The two loops of resample.ts. `npx tsx tools/build-wasm.ts` turns this into generated/resample-wasm.ts.
;;
;; Both may write up to 16 bytes past the end of what they make, and read as far past their source: the caller leaves
;; that much room behind every buffer. It spares the loops their tails.
(module
  (memory (export "memory") 1)

  ;; [rows, columns, channels] at $from -> [columns, rows, channels] at $to. Moves four bytes a pixel; the next pixel
  ;; writes over those that are not its own.
  (func (export "transpose") (param $from i32) (param $to i32) (param $rows i32) (param $columns i32) (param $channels i32)
    (local $column i32) (local $row i32) (local $at i32) (local $step i32)
    (local.set $step (i32.mul (local.get $columns) (local.get $channels)))
    (loop $next_column
      (local.set $at (i32.add (local.get $from) (i32.mul (local.get $column) (local.get $channels))))
      (local.set $row (i32.const 0))
      (loop $next_row
        (i32.store align=1 (local.get $to) (i32.load align=1 (local.get $at)))
        (local.set $at (i32.add (local.get $at) (local.get $step)))
        (local.set $to (i32.add (local.get $to) (local.get $channels)))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br_if $next_row (i32.lt_u (local.get $row) (local.get $rows))))
      (local.set $column (i32.add (local.get $column) (i32.const 1)))
      (br_if $next_column (i32.lt_u (local.get $column) (local.get $columns)))))

  ;; Rows of $stride bytes at $from -> $height rows at $to, each a weighted sum of source rows. $table has for each row
  ;; of the result, $entry bytes apart: the first source row, how many count, and their weights in 22-bit fixed point.
  (func (export "blend") (param $from i32) (param $to i32) (param $stride i32) (param $height i32)
    (param $table i32) (param $entry i32)
    (local $row i32) (local $x i32) (local $first i32) (local $at i32) (local $weights i32) (local $last i32)
    (local $bytes v128) (local $half v128) (local $weight v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $next_row
      (local.set $first (i32.add (local.get $from) (i32.mul (i32.load (local.get $table)) (local.get $stride))))
      ;; Where the weights end: 8 bytes for the two numbers before them, and 4 for each.
      (local.set $last
        (i32.add (i32.add (local.get $table) (i32.const 8)) (i32.shl (i32.load offset=4 (local.get $table)) (i32.const 2))))
      (local.set $x (i32.const 0))
      (loop $next_block
        ;; 0.5 in fixed point, so that the shift at the end rounds.
        (local.set $a (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
        (local.set $b (local.get $a))
        (local.set $c (local.get $a))
        (local.set $d (local.get $a))
        (local.set $at (i32.add (local.get $first) (local.get $x)))
        (local.set $weights (i32.add (local.get $table) (i32.const 8)))
        (loop $next_tap
          (local.set $weight (v128.load32_splat (local.get $weights)))
          (local.set $bytes (v128.load align=1 (local.get $at)))
          (local.set $half (i16x8.extend_low_i8x16_u (local.get $bytes)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.mul (local.get $weight) (i32x4.extend_low_i16x8_u (local.get $half)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.mul (local.get $weight) (i32x4.extend_high_i16x8_u (local.get $half)))))
          (local.set $half (i16x8.extend_high_i8x16_u (local.get $bytes)))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.mul (local.get $weight) (i32x4.extend_low_i16x8_u (local.get $half)))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.mul (local.get $weight) (i32x4.extend_high_i16x8_u (local.get $half)))))
          (local.set $at (i32.add (local.get $at) (local.get $stride)))
          (local.set $weights (i32.add (local.get $weights) (i32.const 4)))
          (br_if $next_tap (i32.lt_u (local.get $weights) (local.get $last))))
        ;; Narrowing saturates: what overshoots becomes 0 or 255.
        (v128.store align=1 (i32.add (local.get $to) (local.get $x))
          (i8x16.narrow_i16x8_u
            (i16x8.narrow_i32x4_s
              (i32x4.shr_s (local.get $a) (i32.const 22)) (i32x4.shr_s (local.get $b) (i32.const 22)))
            (i16x8.narrow_i32x4_s
              (i32x4.shr_s (local.get $c) (i32.const 22)) (i32x4.shr_s (local.get $d) (i32.const 22)))))
        (local.set $x (i32.add (local.get $x) (i32.const 16)))
        (br_if $next_block (i32.lt_u (local.get $x) (local.get $stride))))
      (local.set $to (i32.add (local.get $to) (local.get $stride)))
      (local.set $table (i32.add (local.get $table) (local.get $entry)))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br_if $next_row (i32.lt_u (local.get $row) (local.get $height))))))
